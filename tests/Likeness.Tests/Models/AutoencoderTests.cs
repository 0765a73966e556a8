using Likeness.Evaluation;
using Likeness.Models;
using Likeness.Models.Autoencoders;
using Likeness.Recipes;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;
using Xunit;

namespace Likeness.Tests.Models;

public sealed class AutoencoderTests() : DescentLaws("ae");

public sealed class VaeTests() : VaeLaws("vae");

public sealed class BetaVaeTests() : VaeLaws("vae", "beta=4", "hidden=[16, 8]", "activation=tanh");

public sealed class IwaeTests() : VaeLaws("vae", "objective.importance=5");

public sealed class BetaIwaeTests() : VaeLaws("vae", "objective.importance=5", "beta=4");

public sealed class ConditionalVaeTests() : VaeLaws("vae", "conditional=true")
{
    [Fact]
    public void CodesHoldTheClassThatWasLearned()
    {
        var model = (Vae)Create(1);
        Batch batch = PhaseStep.Batch(Images, 6);
        new PhaseStep(model, batch, rate: 1e-2).Run(200);
        Assert.Equal(batch.Labels!.ToArray(), model.Encode(batch.Images).Slice(1, 4, 3).ArgMax(1).ToArray());
        Assert.Equal(3, model.Classes);
    }
}

public sealed class ConvolutionalVaeTests() : VaeLaws("vae", "kind=conv")
{
    [Theory]
    [InlineData(28, 28, 1)]
    [InlineData(20, 16, 3)]
    [InlineData(14, 14, 1)]
    [InlineData(7, 6, 1)]
    [InlineData(5, 4, 1)]
    public void ImagesKeepTheirSize(int height, int width, int channels)
    {
        var images = new ImageShape(height, width, channels);
        var model = (Vae)Create(images, 1);
        Assert.Equal(images.Batch(2), model.Decode(model.Encode(Tensor.Zeros(images.Batch(2)))).Shape);
    }

    [Fact]
    public void WhatDoesNotFitIsNamed()
    {
        Assert.Contains("images of 3x9 cannot be halved 2 times", Assert.Throws<RecipeException>(() => Create(new ImageShape(3, 9, 1), 1)).Message);
        var kind = Assert.Throws<ArgumentException>(() => new Vae(new VaeOptions { Kind = "deep" }, Images, 0, 1));
        Assert.Equal("unknown kind 'deep'; use one of dense, conv, maps", kind.Message);
    }
}

public sealed class MapVaeTests() : DescentLaws("vae", "kind=maps", "channels=[4]", "hidden=6")
{
    [Fact]
    public void EachPlaceHasACodeOfItsOwn()
    {
        var model = (Vae)Create(new ImageShape(14, 12, 1), 1, "latent=3");
        Assert.Equal([7, 6, 3], model.Latent);
        Tensor images = RandomSource.Fixed(1, "x").Uniform([1, 14, 12, 1]), corner = images * Tensor.Iota([1, 14, 1, 1], 1).IsGreater(Tensor.Scalar(8));
        float[] moved = (model.Encode(images) - model.Encode(corner)).Abs().Sum([0, 2, 3]).ToArray();
        Assert.True(moved[0] > 0);
        Assert.All(moved[^2..], x => Assert.Equal(0, x));
    }

    [Fact]
    public void ClassesAreDeclined() => Assert.Contains(
        "kind maps learns no classes", Assert.Throws<RecipeException>(() => Create(1, "conditional=true")).Message);
}

public sealed class ConditionalConvolutionalIwaeTests() : VaeLaws("vae", "kind=conv", "conditional=true", "objective.importance=5");

public sealed class IwaeByChoiceTests() : VaeLaws("vae", "objective.importance=5", "backward=one")
{
    // The same loss, and over many choices the same gradient.
    [Fact]
    public void GradientIsThatOfAllDrawsOnAverage()
    {
        const int Times = 3000, Draws = 4, Count = 2;
        var model = (Vae)Create(1);
        Batch batch = PhaseStep.Batch(Images, Count);
        new PhaseStep(model, batch, rate: 1e-2).Run(100);
        Tensor images = Repeated(batch.Images.Reshape(1, Count, Images.Size), Times).Reshape(Images.Batch(Times * Count));
        Tensor noise = Repeated(RandomSource.Fixed(1, "noise").Normal([Draws, 1, Count, 4]), Times).Reshape(Draws, Times * Count, 4);
        Tensor all = model.Loss(images, noise).Loss, one = model.Loss(images, noise, RandomSource.Fixed(2, "choice")).Loss;
        Assert.Equal(all.ToScalar(), one.ToScalar(), 1e-3);
        double[] expected = Gradient(model, all), chosen = Gradient(model, one);
        double error = Math.Sqrt(expected.Zip(chosen).Sum(pair => Math.Pow(pair.First - pair.Second, 2)) / expected.Sum(g => g * g));
        Assert.InRange(error, 1e-4, 0.05);
    }

    // [.., 1, n, m] or [1, n, m] with the axis of extent 1 repeated.
    private static Tensor Repeated(Tensor x, int times) => x.BroadcastTo(x.Shape.With(x.Rank - 3, times));

    private static double[] Gradient(Vae model, Tensor loss) =>
        [.. Gradients.Of(loss, [.. model.Parameters.Select(p => p.Value)]).SelectMany(g => g.ToArray()).Select(g => (double)g)];
}

public sealed class ConditionalIwaeTests() : VaeLaws("vae", "conditional=true", "objective.importance=5");

/// <summary>What holds for variational autoencoders: bounds stay below the likelihood, whatever beta is.</summary>
public abstract class VaeLaws(string name, params string[] settings) : DescentLaws(name, settings)
{
    private const int Points = 401;
    private const float Reach = 8;

    [Theory]
    [InlineData(0)]
    [InlineData(120)]
    public void BoundIsBelowTheLikelihoodAndNearItAfterTraining(int steps)
    {
        Vae model = (Vae)Create(3, "latent=1");
        Batch batch = PhaseStep.Batch(Images, 4);
        if (steps > 0)
            new PhaseStep(model, batch, rate: 1e-2).Run(steps);
        double[] exact = Marginal(model, batch.Images), bound = MeanBound(model, batch.Images);
        for (int i = 0; i < exact.Length; i++)
            Assert.InRange(bound[i], exact[i] - 20, exact[i] + 0.02);
        Assert.Equal(LikelihoodKind.LowerBound, model.Kind);
    }

    [Fact]
    public void ImportanceWeightingRisesFromTheBoundToTheLikelihood()
    {
        var model = (Vae)Create(3, "latent=1");
        Batch batch = PhaseStep.Batch(Images, 4);
        new PhaseStep(model, batch, rate: 1e-2).Run(120);
        double[] exact = Marginal(model, batch.Images), bound = MeanBound(model, batch.Images);
        double[][] rising = [MeanWeight(model, batch.Images), MeanEstimate(model, batch.Images, 12, 1000), MeanEstimate(model, batch.Images, 1003, 40)];
        for (int i = 0; i < exact.Length; i++)
        {
            Assert.InRange(rising[0][i], bound[i] - 0.25, bound[i] + 0.25);
            Assert.True(rising[0][i] < rising[1][i] + 0.01 && rising[1][i] < rising[2][i] + 0.01, $"{rising[0][i]}, {rising[1][i]}, {rising[2][i]}");
            Assert.InRange(rising[2][i], exact[i] - 0.03, exact[i] + 0.03);
        }
    }

    // Equal draws have equal weights: their mean is each of them.
    [Fact]
    public void ManyEqualDrawsAreOneDraw()
    {
        var model = (Vae)Create(3, "beta=1", "conditional=false");
        Batch batch = PhaseStep.Batch(Images, 4);
        Tensor noise = RandomSource.Fixed(1, "noise").Normal([1, 4, 4]);
        float weighted = model.Loss(batch.Images, noise.BroadcastTo([6, 4, 4])).Loss.ToScalar();
        Assert.Equal(-model.LogWeights(batch.Images, RandomSource.Fixed(1, "noise")).Mean().ToScalar(), weighted, 1e-3);
    }

    [Fact]
    public void ThreadsDoNotChangeTheEstimate()
    {
        var model = (Vae)Create(1);
        float[] On(int threads)
        {
            var stream = new RandomStream(1, "estimate");
            Compiled step = Compiler.Compile(
                builder => [ImportanceWeighting.Estimate(model, PhaseStep.Batch(Images, 7).Images, 25, builder.Random(stream))], Backend.Cpu(threads));
            step.Run();
            return step.Outputs[0].ToFloats();
        }
        Assert.Equal(On(1), On(3));
    }

    [Fact]
    public void TermsAddUpToTheLoss()
    {
        var step = new PhaseStep(Create(1, "latent=2"), PhaseStep.Batch(Images, 4));
        float loss = step.Run();
        bool isWeighted = Recipe["objective.importance"] != "1";
        float gain = isWeighted ? step.Term("gain") : 0, beta = (loss + gain - step.Term("reconstruction")) / step.Term("kl");
        Assert.Equal(Recipe.Settings.Real("objective.beta"), beta, 1e-3);
        Assert.Equal(isWeighted, gain > 1e-4);
    }

    // log p(x) = log of the integral of p(x|z) N(z; 0, 1) dz by the trapezoid rule, z in [-8, 8], and of the mean over classes.
    private static double[] Marginal(Vae model, Tensor images)
    {
        float gap = 2 * Reach / (Points - 1);
        int classes = Math.Max(1, model.Classes), count = classes * Points;
        Tensor z = (((Tensor.Iota([count, 1]) % Tensor.Scalar(Points)).Cast(DType.F32) * gap) - Reach);
        Tensor codes = model.Classes == 0 ? z : Tensor.Concat(-1, z, (Tensor.Iota([count]) / Tensor.Scalar(Points)).OneHot(classes));
        Tensor p = model.Decode(codes).Reshape(1, count, -1), x = images.Reshape(images.Shape[0], 1, -1);
        Tensor given = ((x * p.Log()) + ((1f - x) * (1f - p).Log())).Sum([-1]);
        Tensor prior = (-0.5f * z.Square()).Reshape(1, -1) + (MathF.Log(gap / classes) - (0.5f * MathF.Log(2 * MathF.PI)));
        return [.. (given + prior).LogSumExp([-1]).ToArray().Select(v => (double)v)];
    }

    private static double[] MeanBound(Vae model, Tensor images) => Mean(images, 2000, many => model.LogLikelihood(many, RandomSource.Fixed(1, "bound")));

    // The same draws as the bound's: what is left is the difference between KL and its estimate.
    private static double[] MeanWeight(Vae model, Tensor images) => Mean(images, 2000, many => model.LogWeights(many, RandomSource.Fixed(1, "bound")));

    private static double[] MeanEstimate(Vae model, Tensor images, int draws, int times) =>
        Mean(images, times, many => ImportanceWeighting.Estimate(model, many, draws, RandomSource.Fixed(2, "estimate")));

    private static double[] Mean(Tensor images, int times, Func<Tensor, Tensor> measure)
    {
        int n = images.Shape[0];
        Tensor many = images.Reshape(1, n, -1).BroadcastTo([times, n, Images.Size]).Reshape(Images.Batch(times * n));
        return [.. measure(many).Reshape(times, n).Mean([0]).ToArray().Select(v => (double)v)];
    }
}
