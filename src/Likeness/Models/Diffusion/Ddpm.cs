using System.Runtime.CompilerServices;
using Likeness.Tensors;

namespace Likeness.Models.Diffusion;

/// <summary>What a denoising diffusion model is made of.</summary>
public sealed record DdpmOptions
{
    /// <summary>Network, classes and sampling.</summary>
    public DenoisingOptions Denoising { get; init; } = new();

    /// <summary>How the noise grows: linear (Ho et al. 2020) or cosine (Nichol and Dhariwal 2021).</summary>
    public string Schedule { get; init; } = "linear";

    /// <summary>What the network says: eps, x0 or v.</summary>
    public string Prediction { get; init; } = "eps";

    /// <summary>T, the number of noise levels.</summary>
    public int Levels { get; init; } = 1000;

    /// <summary>Reads them from a recipe.</summary>
    internal static DdpmOptions Read(ISettings settings) => new()
    {
        Denoising = DenoisingOptions.Read(settings),
        Schedule = settings.Choice("objective.noise_schedule", NoiseSchedule.Names),
        Prediction = settings.Choice("objective.prediction", Diffusion.Prediction.Names),
        Levels = settings.Int("objective.levels", 2, 100_000),
    };
}

/// <summary>
/// <c>ddpm</c>: a denoising diffusion probabilistic model (Ho et al. 2020). q(x_t | x_0) = N(sqrt(k_t) x_0, 1 - k_t); the network minimises
/// the squared error of what it says of x_t at a random level t. The same network is sampled in as few turns as asked for.
/// </summary>
public sealed class Ddpm : DiffusionModel, ILevelBound
{
    private const int UsualTurns = 50;

    private readonly LevelBound bound;

    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    /// <exception cref="ArgumentException">A name is unknown, there are no channels, or classes are wanted and the data has none.</exception>
    public Ddpm(DdpmOptions options, ImageShape images, int classes, ulong seed)
        : base(
            new DenoisingRules("ddpm", NoisePath.Preserving(Kept(options)), Diffusion.Prediction.Named(options.Prediction), UsualTurns) { Limit = 1 },
            options.Denoising, NoisedSpace.Of(images), images, classes, seed) =>
        bound = new LevelBound(Kept(options), (x, level) => Denoise(x, level).Clean);

    /// <inheritdoc/>
    public LikelihoodKind Kind => LikelihoodKind.LevelBound;

    /// <inheritdoc/>
    public int Terms => bound.Terms;

    /// <inheritdoc/>
    public Tensor Ends(Tensor images, RandomSource random) => bound.Ends((2f * images) - 1f, random);

    /// <inheritdoc/>
    public Tensor Term(Tensor images, Tensor numbers, RandomSource random) => bound.Term((2f * images) - 1f, numbers, random);

    /// <summary>The bound with one term drawn for each image.</summary>
    public Tensor LogLikelihood(Tensor images, RandomSource random) =>
        -(Ends(images, random) + (Terms * Term(images, random.Integers([images.Shape[0]], Terms), random)));

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add(
        "ddpm", request => new Ddpm(DdpmOptions.Read(request.Settings), request.Images, request.Classes, request.Seed));

    private static double[] Kept(DdpmOptions options) => NoiseSchedule.Kept(options.Schedule, options.Levels);
}
