using Likeness.Models.Diffusion;
using Likeness.Tensors;
using Xunit;

namespace Likeness.Tests.Models;

public sealed class AncestralTests() : SamplerLaws("ancestral");

public sealed class DdimTests() : SamplerLaws("ddim")
{
    [Fact]
    public void IsEulersRuleOnAStraightWay()
    {
        float[] euler = GaussianWay.Straight.Sampled("euler", 7), ddim = GaussianWay.Straight.Sampled("ddim", 7);
        Assert.Equal(euler, ddim, (a, b) => Math.Abs(a - b) < 1e-5);
    }
}

public sealed class EulerTests() : SamplerLaws("euler");

public sealed class HeunTests() : SamplerLaws("heun");

public sealed class MidpointTests() : SamplerLaws("midpoint");

public sealed class DpmSolverTests() : SamplerLaws("dpm-solver");

public sealed class LastTurnTests
{
    [Theory]
    [InlineData("ancestral")]
    [InlineData("ddim")]
    [InlineData("heun")]
    [InlineData("dpm-solver")]
    [InlineData("langevin")]
    public void EndsAtTheEstimate(string name)
    {
        float[] end = GaussianWay.Of("linear").Sampled(name, 1);
        Assert.All(end, x => Assert.InRange(x, GaussianWay.Mean - 0.02, GaussianWay.Mean + 0.02));
    }
}

public sealed class AnnealedLangevinTests
{
    // With the noise held at one level a step is x + r s^2 score + sqrt(2 r) s z: on N(0, v) it settles at v / (1 - r s^2 / (2 v)).
    [Fact]
    public void LeavesTheNoisyGaussianNearlyAsItIs()
    {
        const float Noise = 2;
        double variance = GaussianWay.Variance + (Noise * Noise), expected = variance / (1 - (0.2 * Noise * Noise / (2 * variance)));
        NoisePath still = NoisePath.Exploding([Noise, Noise]);
        var way = new GaussianWay(still);
        Tensor start = RandomSource.Fixed(1, "start").Normal([40_000, 1, 1, 1]) * (float)Math.Sqrt(expected);
        float[] end = way.From(start, "langevin", 40, turns: 30).ToArray();
        Assert.InRange(GaussianWay.VarianceOf(end) / expected, 0.97, 1.03);
        Assert.NotEqual(start.ToArray(), end);
    }

    [Fact]
    public void GoesDownTheLadderToTheGaussian()
    {
        var way = new GaussianWay(NoisePath.Exploding(NoiseSchedule.Geometric(0.01, 20, 50)));
        float[] end = way.Sampled("langevin", 400);
        Assert.InRange(GaussianWay.VarianceOf(end) / GaussianWay.Variance, 0.85, 1.35);
        Assert.InRange(end.Average(), GaussianWay.Mean - 0.05, GaussianWay.Mean + 0.05);
    }
}

/// <summary>What holds for every sampler, on a Gaussian whose noise is known exactly.</summary>
public abstract class SamplerLaws(string name)
{
    public static TheoryData<string> Ways => ["linear", "cosine", "straight", "ladder"];

    // With twice the turns the error of the deviation at the end goes down by 2 to the order, where nothing is steep.
    [Fact]
    public void ErrorGoesDownByTheDeclaredOrder()
    {
        GaussianWay way = GaussianWay.Of("part of a circle");
        double[] errors = [.. new[] { 10, 20, 40 }.Select(turns => Math.Abs(way.Deviation(name, turns) - way.DeviationAt(0)))];
        double order = Math.Log2(errors[0] / errors[2]) / 2;
        Assert.True(Math.Abs(order - Sampler.Named(name).Order) < 0.25, $"order {order:0.00}, errors {string.Join(", ", errors)}");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void ManyTurnsEndAtTheGaussian(string kind)
    {
        float[] end = GaussianWay.Of(kind).Sampled(name, 250);
        Assert.InRange(GaussianWay.VarianceOf(end) / GaussianWay.Variance, 0.88, 1.12);
        Assert.InRange(end.Average(), GaussianWay.Mean - 0.03, GaussianWay.Mean + 0.03);
    }
}
