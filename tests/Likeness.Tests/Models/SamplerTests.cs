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

// Its shorter memory of the noise costs accuracy: 15% of the variance with the linear schedule.
public sealed class AnnealedLangevinTests() : SamplerLaws("langevin", within: 0.17)
{
    // From the noisy Gaussian itself a turn leads to that of the next level: there is no more noise in x than the network is told.
    [Fact]
    public void LeavesAsMuchNoiseAsTheNextLevelHas()
    {
        var way = new GaussianWay(NoisePath.Exploding([1.9, 2]));
        Tensor start = GaussianWay.Mean + ((float)way.DeviationAt(1) * RandomSource.Fixed(1, "start").Normal([400_000, 1, 1, 1]));
        float[] end = way.From(start, "langevin", all: 1).ToArray();
        Assert.InRange(Math.Sqrt(GaussianWay.VarianceOf(end)) / way.DeviationAt(0), 0.99, 1.01);
    }

    // What it keeps of a deviation far from the mean is (s_next / s)^3 of its noise: less than the ancestral sampler, more than none.
    [Fact]
    public void ForgetsTheNoiseFasterThanTheAncestralSampler()
    {
        double ancestral = KeptOf("ancestral"), langevin = KeptOf("langevin");
        Assert.InRange(ancestral, 0.8 * 0.8 - 0.01, 0.8 * 0.8 + 0.01);
        Assert.InRange(langevin, (0.8 * 0.8 * 0.8) - 0.01, (0.8 * 0.8 * 0.8) + 0.01);
    }

    // The part of x that is left after a turn from a deviation of 10 to one of 8, where nearly all of x is noise.
    private static double KeptOf(string name)
    {
        Tensor start = Tensor.Full([1000, 1, 1, 1], 1000f);
        return new GaussianWay(NoisePath.Exploding([8, 10])).From(start, name, all: 1).ToArray().Average() / 1000;
    }
}

/// <summary>What holds for every sampler, on a Gaussian whose noise is known exactly.</summary>
public abstract class SamplerLaws(string name, double within = 0.12)
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
        Assert.InRange(GaussianWay.VarianceOf(end) / GaussianWay.Variance, 1 - within, 1 + within);
        Assert.InRange(end.Average(), GaussianWay.Mean - 0.03, GaussianWay.Mean + 0.03);
    }
}
