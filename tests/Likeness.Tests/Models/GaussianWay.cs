using Likeness.Models.Diffusion;
using Likeness.Tensors;

namespace Likeness.Tests.Models;

/// <summary>
/// A way from images of one pixel, x_0 ~ N(m, v), to noise, with the estimate that is right: x = a x_0 + s e is N(a m, a^2 v + s^2), and
/// E[x_0 | x] = m + a v / (a^2 v + s^2) (x - a m).
/// </summary>
internal sealed class GaussianWay(NoisePath path)
{
    public const float Mean = 0.1f, Variance = 0.0625f;

    private const int Count = 20_000;

    public NoisePath Path => path;

    public static GaussianWay Straight => new(NoisePath.Straight());

    public static GaussianWay Of(string kind) => new(kind switch
    {
        "straight" => NoisePath.Straight(),
        "part of a circle" => NoisePath.Preserving([.. Enumerable.Range(0, 1001).Select(i => Math.Pow(Math.Cos(0.3 + (i * 0.001)), 2))]),
        "ladder" => NoisePath.Exploding(NoiseSchedule.Geometric(0.01, 20, 100)),
        _ => NoisePath.Preserving(NoiseSchedule.Kept(kind, 1000)),
    });

    /// <summary>The deviation of x at a time.</summary>
    public double DeviationAt(float time)
    {
        Level level = path.At(time);
        return Math.Sqrt(Math.Pow(level.Signal.ToScalar(), 2) * Variance + Math.Pow(level.Noise.ToScalar(), 2));
    }

    public static Estimate Behind(Tensor x, Level level)
    {
        Tensor variance = (level.Signal.Square() * Variance) + level.Noise.Square();
        Tensor clean = Mean + (level.Signal * Variance / variance * (x - (level.Signal * Mean)));
        return new Estimate(clean, level.NoiseOf(x, clean));
    }

    public float[] Sampled(string sampler, int turns) =>
        From(path.At(1f).Noise * RandomSource.Fixed(3, "noise").Normal([Count, 1, 1, 1]), sampler, turns).ToArray();

    /// <summary>So many turns of a sampler, of all there are.</summary>
    public Tensor From(Tensor start, string name, int all, int? turns = null)
    {
        Sampler sampler = Sampler.Named(name);
        RandomSource random = RandomSource.Fixed(4, "turns");
        Tensor state = sampler.HasMemory ? Tensor.Concat(-1, start, Tensor.Zeros(start.Shape)) : start;
        Tensor end = Tensor.Loop(Tensor.Scalar(turns ?? all), state, (turn, x) =>
            sampler.Turn(new Turn(path, turn, Tensor.Scalar(all), Behind, random.At(turn)), x));
        return end.Slice(-1, 0, 1);
    }

    /// <summary>The deviation at the end, with the accident of the sample at the start taken out.</summary>
    public double Deviation(string name, int turns)
    {
        Tensor start = (float)DeviationAt(1) * RandomSource.Fixed(3, "noise").Normal([20 * Count, 1, 1, 1]);
        double accident = VarianceOf(start.ToArray()) / Math.Pow(DeviationAt(1), 2);
        return Math.Sqrt(VarianceOf(From(start + (path.At(1f).Signal * Mean), name, turns).ToArray()) / accident);
    }

    public static double VarianceOf(float[] values)
    {
        double mean = values.Average(x => (double)x);
        return values.Average(x => (x - mean) * (x - mean));
    }
}
