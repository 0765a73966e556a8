using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Energy;

/// <summary>How an energy of images is learned, and how its samples are made; images and the window of points are [-1, 1] inside.</summary>
public sealed record EnergyLearningOptions
{
    /// <summary>alpha, the weight of E_real^2 + E_fake^2, which keeps energies near 0.</summary>
    public double Magnitude { get; init; } = 0.1;

    /// <summary>Langevin steps in each training step.</summary>
    public int Steps { get; init; } = 20;

    /// <summary>What a Langevin step does.</summary>
    public Langevin Langevin { get; init; } = new(StepSize: 10, Noise: 0.005, GradientLimit: 0.03, Bound: 1);

    /// <summary>Deviation of the noise on real images.</summary>
    public double DataNoise { get; init; } = 0.03;

    /// <summary>Chains in the replay buffer.</summary>
    public int Buffer { get; init; } = 10_000;

    /// <summary>The part of the chains that starts anew from noise in each training step.</summary>
    public double Restart { get; init; } = 0.05;

    /// <summary>
    /// Reads the section <c>plane</c> in place of <c>langevin</c>: in two dimensions chains may have the noise that belongs to their steps,
    /// s^2 = 2a, and then it is exp(-E) that they sample.
    /// </summary>
    internal static EnergyLearningOptions ReadPoints(ISettings settings) => Read(settings) with
    {
        Magnitude = settings.Real("plane.magnitude", 0),
        DataNoise = 0,
        Steps = settings.Int("plane.steps", 1, 100_000),
        Langevin = new Langevin(settings.Real("plane.step_size", 0), Math.Sqrt(2 * settings.Real("plane.step_size", 0)), Bound: 1),
    };

    /// <summary>Reads the sections <c>objective</c> and <c>langevin</c>.</summary>
    internal static EnergyLearningOptions Read(ISettings settings) => new()
    {
        Magnitude = settings.Real("objective.magnitude", 0),
        DataNoise = settings.Real("objective.data_noise", 0),
        Steps = settings.Int("langevin.steps", 0, 100_000),
        Langevin = Langevin.Read(settings, "langevin"),
        Buffer = settings.Int("langevin.buffer", 1, 10_000_000),
        Restart = settings.Real("langevin.restart", 0, 1),
    };
}

/// <summary>
/// Maximum likelihood of p(x) = exp(-E(x)) / Z with short chains that persist (Du and Mordatch 2019): minimises
/// E_real - E_fake + alpha (E_real^2 + E_fake^2), E_fake at the ends of Langevin chains. That lowers the energy of data, and the chains
/// find what else is low.
/// </summary>
/// <param name="scope">Where the replay buffer lives.</param>
/// <param name="options">How.</param>
/// <param name="images">The images that the chains become.</param>
internal sealed class EnergyLearning(Scope scope, EnergyLearningOptions options, ImageShape images)
{
    // Points of the plane further out are no data of ours.
    private const float Reach = 4.5f;

    private readonly ReplayBuffer buffer = new(scope["buffer"], options.Buffer, images, options.Restart);

    /// <summary>Images [n, h, w, c], or points of the plane, as the network sees them.</summary>
    public static Tensor Inside(Tensor images, ImageShape shape) => shape.IsPlane ? images / Reach : (2f * images) - 1f;

    /// <summary>The way back.</summary>
    public static Tensor Outside(Tensor seen, ImageShape shape) => shape.IsPlane ? seen * Reach : 0.5f * (seen + 1f);

    /// <summary>Real images as the network sees them in training: with a little noise.</summary>
    public static Tensor Seen(Tensor images, ImageShape shape, double noise, RandomSource random)
    {
        Tensor clean = Inside(images, shape);
        return (clean + ((float)noise * random.Normal(clean.Shape))).Clamp(-1, 1);
    }

    /// <summary>Moves so many chains down an energy: their ends, and what puts them back.</summary>
    public (Tensor Ends, Assignment Kept) Chains(Func<Tensor, Tensor> energy, int count, RandomSource random)
    {
        (Tensor chains, Tensor places) = buffer.Take(count, random);
        Tensor ends = options.Langevin.Run(energy, chains, Tensor.Scalar(options.Steps), random);
        return (ends, buffer.Put(places, ends));
    }

    /// <summary>The loss of energies [n] of real images and [m] of the ends of chains.</summary>
    public static Objective Contrast(Tensor real, Tensor fake, double magnitude)
    {
        (Tensor low, Tensor high) = (real.Mean(), fake.Mean());
        Tensor loss = low - high + ((float)magnitude * (real.Square().Mean() + fake.Square().Mean()));
        return new Objective(loss, [new Term("energy-real", low), new Term("energy-fake", high)]);
    }
}
