using Likeness.Tensors;

namespace Likeness.Models.Diffusion;

/// <summary>
/// A way from an image to noise: x = a x_0 + s e with e ~ N(0, 1), from time 0, where s = 0, to time 1. A time has a place on the way, from
/// a table with straight lines between its entries, and the place gives a and s and their rates of change, smooth everywhere: the angle of
/// a circle where a^2 + s^2 = 1, the deviation where a = 1, and the part of the way of a straight line.
/// </summary>
internal sealed class NoisePath
{
    private readonly Tensor places;
    private readonly Func<Tensor, Tensor, Level> level;

    private NoisePath(double[] places, Func<Tensor, Tensor, Level> level, bool isContinuous = false)
    {
        (Levels, IsContinuous, this.level) = (places.Length - 1, isContinuous, level);
        this.places = Tensor.Of([.. places.Select(place => (float)place)], [places.Length]);
    }

    /// <summary>How many levels of noise there are in training.</summary>
    public int Levels { get; }

    /// <summary>Training draws any time, not only those of the levels.</summary>
    public bool IsContinuous { get; }

    /// <summary>a = sqrt(k), s = sqrt(1 - k), with the part k of the variance that each level keeps (Ho et al. 2020).</summary>
    public static NoisePath Preserving(IReadOnlyList<double> kept) => new(
        [.. kept.Select(k => Math.Atan2(Math.Sqrt(1 - k), Math.Sqrt(k)))],
        (time, angle) => new Level(time, angle, angle.Cos(), angle.Sin(), -angle.Sin(), angle.Cos()));

    /// <summary>a = 1, s the deviation of each level (Song and Ermon 2019).</summary>
    public static NoisePath Exploding(double[] deviations) => new(
        deviations, (time, deviation) => new Level(time, deviation, 1f, deviation, 0f, 1f));

    /// <summary>From noise to image in a straight line, a = p, s = 1 - p at the part p of the way (Lipman et al. 2023).</summary>
    public static NoisePath Straight() => new(
        [1, 0], (time, part) => new Level(time, part, part, 1f - part, 1f, -1f), isContinuous: true);

    /// <summary>The level at times of any shape, from 0 to 1; later ones are the last.</summary>
    public Level At(Tensor times)
    {
        Tensor position = times * (float)Levels, below = position.Floor(), number = below.Cast(DType.I32);
        Tensor low = places.Gather(number), high = places.Gather(number + Tensor.Scalar(1));
        return level(times, low + ((position - below) * (high - low)));
    }

    /// <summary>A level for each of n images in training, its tensors [n, 1, 1, 1].</summary>
    public Level Draw(int n, RandomSource random) => At(IsContinuous ? random.Uniform([n, 1, 1, 1])
        : (random.Integers([n, 1, 1, 1], Levels).Cast(DType.F32) + 1f) * (1f / Levels));
}

/// <summary>An amount of noise: x = a x_0 + s e.</summary>
/// <param name="Time">0 for none, 1 for all.</param>
/// <param name="Place">Where on the way that is; x moves along it at the rate a' x_0 + s' e.</param>
/// <param name="Signal">a.</param>
/// <param name="Noise">s.</param>
/// <param name="SignalRate">a', the rate of change of a along the way.</param>
/// <param name="NoiseRate">s'.</param>
internal sealed record Level(Tensor Time, Tensor Place, Tensor Signal, Tensor Noise, Tensor SignalRate, Tensor NoiseRate)
{
    /// <summary>1 where there is no noise, else 0: the end of a way back.</summary>
    public Tensor IsClean => Noise.IsEqual(0f);

    /// <summary>x of an image and noise.</summary>
    public Tensor Mix(Tensor clean, Tensor noise) => (Signal * clean) + (Noise * noise);

    /// <summary>How x changes along the way.</summary>
    public Tensor Velocity(Tensor clean, Tensor noise) => (SignalRate * clean) + (NoiseRate * noise);

    /// <summary>x brought to the size of an image.</summary>
    public Tensor Sized(Tensor x) => x / (Signal.Square() + Noise.Square()).Sqrt();

    /// <summary>What x says of its noise when the image is known.</summary>
    public Tensor NoiseOf(Tensor x, Tensor clean) => (x - (Signal * clean)) / Noise;

    /// <summary>What x says of its image when the noise is known.</summary>
    public Tensor CleanOf(Tensor x, Tensor noise) => (x - (Noise * noise)) / Signal;

    /// <summary>What x says of its image when its velocity is known.</summary>
    public Tensor CleanOfVelocity(Tensor x, Tensor velocity) =>
        ((NoiseRate * x) - (Noise * velocity)) / ((Signal * NoiseRate) - (Noise * SignalRate));
}

/// <summary>What is thought to be behind an x: its image and its noise, of which x is the mixture.</summary>
internal sealed record Estimate(Tensor Clean, Tensor Noise);
