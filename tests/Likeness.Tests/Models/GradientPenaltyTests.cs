using Likeness.Models.Adversarial;
using Likeness.Tensors;
using Xunit;

namespace Likeness.Tests.Models;

/// <summary>Penalties on critics whose slope is known: f(x) = w.x has the slope |w| everywhere, f(x) = |x|^2 / 2 has |x|.</summary>
public sealed class GradientPenaltyTests
{
    private static readonly Shape Shape = [3, 2, 2, 1];
    private static readonly Tensor Parts = Tensor.Full([3, 1, 1, 1], 0.25f);
    private static readonly Tensor Weights = Tensor.Of([1f, -2f, 2f, 4f], [4]);

    [Fact]
    public void OfALinearCriticDependsOnItsLengthAlone()
    {
        double expected = 10 * Math.Pow(Math.Sqrt(25) - 1, 2);
        Tensor penalty = GradientPenalty.Between(10)(Linear, Tensor.Ones(Shape), Tensor.Zeros(Shape), Parts);
        Assert.Equal(expected, penalty.ToScalar(), 1e-3);
    }

    [Fact]
    public void ItsGradientIsOfSecondOrder()
    {
        // d/dw lambda (|w| - 1)^2 = 2 lambda (|w| - 1) w / |w|
        Variable w = Variable.Of("w", [4], [1f, -2f, 2f, 4f]);
        Tensor Score(Tensor images, int rows) => (images.Flatten() * w.Value).Sum([1]);
        Tensor penalty = GradientPenalty.Between(10)(Score, Tensor.Ones(Shape), Tensor.Zeros(Shape), Parts);
        double[] expected = [.. new[] { 1, -2, 2, 4 }.Select(x => 2 * 10 * (5 - 1) * x / 5.0)];
        Assert.Equal(expected, Gradients.Of(penalty, w.Value)[0].ToArray().Select(g => (double)g), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void IsTakenBetweenRealAndFake()
    {
        // At x = 0.25 * 2 + 0.75 * (-2) = -1 everywhere |x| is 2.
        Tensor real = Tensor.Full(Shape, 2), fake = Tensor.Full(Shape, -2);
        Assert.Equal(1, GradientPenalty.Between(1)((images, _) => Bowl(images), real, fake, Parts).ToScalar(), 1e-4);
    }

    [Fact]
    public void AtRealImagesTheSlopeItselfIsPenalised()
    {
        Assert.Equal(0.5 * 3 * 25, GradientPenalty.AtReal(3, 1)(Linear, Tensor.Ones(Shape), Tensor.Zeros(Shape), Parts).ToScalar(), 1e-3);
        int seen = 0;
        GradientPenalty.AtReal(3, 2)((images, rows) => Bowl(images) * (seen = rows), Tensor.Ones(Shape), Tensor.Zeros(Shape), Parts);
        Assert.Equal(1, seen);
    }

    [Fact]
    public void AFlatCriticHasAFiniteGradient()
    {
        Variable w = new("w", [4]);
        Tensor Score(Tensor images, int rows) => (images.Flatten() * w.Value).Sum([1]);
        Tensor penalty = GradientPenalty.Between(10)(Score, Tensor.Ones(Shape), Tensor.Zeros(Shape), Parts);
        Assert.All(Gradients.Of(penalty, w.Value)[0].ToArray(), g => Assert.True(float.IsFinite(g)));
    }

    private static Tensor Linear(Tensor images, int rows) => (images.Flatten() * Weights).Sum([1]);

    private static Tensor Bowl(Tensor images) => 0.5f * images.Square().Flatten().Sum([1]);
}
