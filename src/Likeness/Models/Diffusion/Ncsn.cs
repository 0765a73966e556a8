using System.Runtime.CompilerServices;
using Likeness.Tensors;

namespace Likeness.Models.Diffusion;

/// <summary>What a noise-conditional score network is made of.</summary>
public sealed record NcsnOptions
{
    /// <summary>The ways to learn a score.</summary>
    public static IReadOnlyList<string> Matchings { get; } = ["denoising", "sliced"];

    /// <summary>Network, classes and sampling.</summary>
    public DenoisingOptions Denoising { get; init; } = new() { Sampler = "langevin" };

    /// <summary>denoising (Vincent 2011), or sliced (Song et al. 2019), which is not told the noise and takes a second derivative.</summary>
    public string Matching { get; init; } = "denoising";

    /// <summary>The number of noise levels.</summary>
    public int Levels { get; init; } = 100;

    /// <summary>The smallest deviation of the noise, of images in [-1, 1].</summary>
    public double Smallest { get; init; } = 0.01;

    /// <summary>The largest; about as large as images are apart.</summary>
    public double Largest { get; init; } = 20;
}

/// <summary>
/// <c>ncsn</c>: a network that gives the score of images under noise, grad log p_s(x), at each of a geometric ladder of deviations s (Song
/// and Ermon 2019, 2020), sampled by Langevin dynamics down the ladder. The network says e(x, s), and the score is -e / s: with the weight
/// s^2 denoising score matching is then the squared error of e and the noise that was added.
/// </summary>
public sealed class Ncsn : DiffusionModel
{
    private const int UsualTurns = 250;

    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    /// <exception cref="ArgumentException">A name is unknown, the ladder goes down, there are no channels, or classes are wanted and the data has none.</exception>
    public Ncsn(NcsnOptions options, ImageShape images, int classes, ulong seed)
        : base(Rules(options), options.Denoising, NoisedSpace.Of(images), images, classes, seed)
    {
    }

    /// <summary>
    /// The sliced score matching loss of the network's e at x, with the weight s^2 and for each pixel: for a score f,
    /// 1/2 |f|^2 + v' grad (v' f) with random directions v is on average 1/2 |f - grad log p_s|^2 and a constant.
    /// </summary>
    internal static Tensor Sliced(Func<Tensor, Tensor> network, Level level, Tensor x, RandomSource random)
    {
        Tensor said = network(x), direction = random.Normal(x.Shape);
        Tensor slope = (Gradients.Of((said * direction).Sum(), x)[0] * direction);
        return ((0.5f * said.Square()) - (level.Noise * slope)).Mean();
    }

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("ncsn", request => new Ncsn(
        new NcsnOptions
        {
            Denoising = DenoisingOptions.Read(request.Settings),
            Matching = request.Settings.Choice("objective.matching", NcsnOptions.Matchings),
            Levels = request.Settings.Int("objective.levels", 2, 100_000),
            Smallest = request.Settings.Real("objective.smallest", 1e-4, 1000),
            Largest = request.Settings.Real("objective.largest", 1e-4, 1000),
        },
        request.Images, request.Classes, request.Seed));

    private static DenoisingRules Rules(NcsnOptions options)
    {
        if (!NcsnOptions.Matchings.Contains(options.Matching))
            throw new ArgumentException($"unknown matching '{options.Matching}'; use one of {string.Join(", ", NcsnOptions.Matchings)}");
        if (options.Smallest >= options.Largest)
            throw new ArgumentException($"the ladder of noise goes from {options.Smallest} to {options.Largest}; give objective.largest more than objective.smallest");
        var path = NoisePath.Exploding(NoiseSchedule.Geometric(options.Smallest, options.Largest, options.Levels));
        return new DenoisingRules("ncsn", path, Prediction.Noise, UsualTurns) { Loss = options.Matching == "sliced" ? Sliced : null };
    }
}
