using Likeness.Models.Diffusion;
using Likeness.Tensors;
using Xunit;

namespace Likeness.Tests.Models;

public sealed class LinearScheduleTests() : ScheduleLaws("linear");

public sealed class CosineScheduleTests() : ScheduleLaws("cosine");

/// <summary>What holds for every variance-preserving schedule.</summary>
public abstract class ScheduleLaws(string name)
{
    private const int Levels = 1000;

    private readonly double[] kept = NoiseSchedule.Kept(name, Levels);

    [Fact]
    public void GoesFromNoNoiseToHardlyAnythingElse()
    {
        Assert.Equal(Levels + 1, kept.Length);
        Assert.Equal(1, kept[0]);
        Assert.All(kept.Zip(kept.Skip(1)), pair => Assert.True(pair.Second < pair.First));
        Assert.InRange(kept[^1], 0, 1e-4);
    }

    // The law of x_t in one draw is that of t small ones: x_i = sqrt(1 - b_i) x_i-1 + sqrt(b_i) z.
    [Fact]
    public void MarginalInOneDrawIsThatOfAllStepsTogether()
    {
        const int Steps = 400;
        float[] shrink = [.. Enumerable.Range(0, Steps).Select(i => (float)Math.Sqrt(kept[i + 1] / kept[i]))];
        Tensor table = Tensor.Of(shrink, [Steps]);
        RandomSource random = RandomSource.Fixed(1, "steps");
        float[] walked = Tensor.Loop(Tensor.Scalar(Steps), Tensor.Full([40_000], 0.8f), (turn, x) =>
        {
            Tensor part = table.Gather(turn);
            return (part * x) + ((1f - part.Square()).Sqrt() * random.At(turn).Normal(x.Shape));
        }).ToArray();
        Level level = NoisePath.Preserving(kept).At((float)Steps / Levels);
        float signal = level.Signal.ToScalar(), noise = level.Noise.ToScalar();
        Assert.InRange(walked.Average() - (0.8 * signal), -0.02, 0.02);
        Assert.InRange(GaussianWay.VarianceOf(walked) / (noise * noise), 0.97, 1.03);
    }

    [Fact]
    public void PathHasTheScheduleAtItsLevels()
    {
        NoisePath path = NoisePath.Preserving(kept);
        foreach (int t in new[] { 0, 1, 2, 17, 500, 900, 1000 })
        {
            Level level = path.At((float)t / Levels);
            Assert.Equal(Math.Sqrt(kept[t]), level.Signal.ToScalar(), 2e-5);
            Assert.Equal(Math.Sqrt(1 - kept[t]), level.Noise.ToScalar(), 2e-5);
        }
    }

    [Fact]
    public void FewerLevelsGoAsFar() => Assert.InRange(NoiseSchedule.Kept(name, 100)[^1], 0, 1e-3);
}

public sealed class NoisePathTests
{
    public static TheoryData<string> Ways => SamplerLaws.Ways;

    // a' and s' are the derivatives of a and s along the place, by differences.
    [Theory]
    [MemberData(nameof(Ways))]
    public void RatesAreDerivatives(string kind)
    {
        NoisePath path = GaussianWay.Of(kind).Path;
        foreach (float time in new[] { 0.2f, 0.55f, 0.9f })
        {
            Level level = path.At(time), before = path.At(time - 0.004f), after = path.At(time + 0.004f);
            float way = after.Place.ToScalar() - before.Place.ToScalar();
            float Slope(Func<Level, Tensor> of) => (of(after).ToScalar() - of(before).ToScalar()) / way;
            Assert.Equal(Slope(at => at.Signal), level.SignalRate.ToScalar(), 5e-3);
            Assert.Equal(Slope(at => at.Noise), level.NoiseRate.ToScalar(), 5e-3);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void EveryPredictionLeadsBackToImageAndNoise(string kind)
    {
        Tensor clean = RandomSource.Fixed(1, "clean").Normal([6, 2, 2, 1]), noise = RandomSource.Fixed(2, "noise").Normal([6, 2, 2, 1]);
        Level level = GaussianWay.Of(kind).Path.At(Tensor.Of([0.1f, 0.3f, 0.5f, 0.6f, 0.8f, 0.9f], [6, 1, 1, 1]));
        Tensor x = level.Mix(clean, noise);
        foreach (string name in Prediction.Names)
        {
            Prediction prediction = Prediction.Named(name);
            Estimate behind = prediction.Read(level, x, prediction.Target(level, clean, noise));
            Assert.Equal(clean.ToArray(), behind.Clean.ToArray(), (a, b) => Math.Abs(a - b) < 2e-3);
            Assert.Equal(noise.ToArray(), behind.Noise.ToArray(), (a, b) => Math.Abs(a - b) < 2e-2);
        }
    }

    [Fact]
    public void WithoutNoiseThereIsOnlyTheImage()
    {
        foreach (string kind in new[] { "linear", "cosine", "straight", "ladder" })
        {
            Level level = GaussianWay.Of(kind).Path.At(0f);
            Assert.Equal((1f, 0f), (level.Signal.ToScalar(), level.Noise.ToScalar()));
        }
    }

    [Fact]
    public void UnknownNamesAreNamed()
    {
        Assert.Equal("unknown schedule 'sine'; use one of linear, cosine", Assert.Throws<ArgumentException>(() => NoiseSchedule.Kept("sine", 10)).Message);
        Assert.Equal("unknown prediction 'y'; use one of eps, x0, v", Assert.Throws<ArgumentException>(() => Prediction.Named("y")).Message);
        Assert.Equal(
            "unknown sampler 'fast'; use one of ancestral, ddim, dpm-solver, euler, heun, langevin, midpoint",
            Assert.Throws<ArgumentException>(() => Sampler.Named("fast")).Message);
    }
}
