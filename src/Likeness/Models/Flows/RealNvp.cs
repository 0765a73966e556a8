using System.Runtime.CompilerServices;
using Likeness.Nn;

namespace Likeness.Models.Flows;

/// <summary>What a RealNVP is made of.</summary>
public sealed record RealNvpOptions
{
    /// <summary>The networks there are.</summary>
    public static IReadOnlyList<string> Networks { get; } = ["conv", "dense"];

    /// <summary>
    /// <c>conv</c> for the multi-scale architecture, <c>dense</c> for couplings of whole rows. Points of the plane, and grey images whose
    /// height and width are odd, have no channels to halve: their couplings are dense.
    /// </summary>
    public string Network { get; init; } = "conv";

    /// <summary>Couplings: of each level, or dense of all.</summary>
    public int Couplings { get; init; } = 8;

    /// <summary>conv: levels at most; an axis is halved at each of them while it is even.</summary>
    public int Levels { get; init; } = 2;

    /// <summary>conv: hidden channels of each coupling's network.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [96, 96];

    /// <summary>dense: hidden widths of each coupling's network.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [256, 256];

    /// <summary>Learn classes: p(x|y).</summary>
    public bool Conditional { get; init; }

    /// <summary>The deviation of the noise that samples come from; below 1 they are likelier and less varied.</summary>
    public double Temperature { get; init; } = 1;
}

/// <summary>
/// <c>realnvp</c>: real-valued non-volume preserving transformations (Dinh et al. 2017). Affine couplings whose halves are a checkerboard
/// of pixels, then channels. A checkerboard is taken where blocks of 2x2 pixels are channels already, so that no network sees the half
/// that moves as zeros. <see cref="ActNorm"/> stands where the paper has batch normalisation.
/// </summary>
public sealed class RealNvp : FlowModel
{
    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    /// <exception cref="ArgumentException">The network is unknown, the images have one value, or classes are wanted and the data has none.</exception>
    public RealNvp(RealNvpOptions options, ImageShape images, int classes, ulong seed)
        : base("realnvp", new FlowSetting(images, classes, options.Conditional, seed, options.Temperature), (scope, learned) => Flow(scope, options, images, learned))
    {
    }

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("realnvp", request => new RealNvp(
        new RealNvpOptions
        {
            Network = request.Settings.Choice("architecture.network", RealNvpOptions.Networks),
            Couplings = request.Settings.Int("architecture.couplings", 1, 1000),
            Levels = request.Settings.Int("architecture.levels", 1, 16),
            Channels = request.Settings.Ints("architecture.channels", 1, 4096),
            Hidden = request.Settings.Ints("architecture.hidden", 1, 65_536),
            Conditional = request.Settings.Bool("architecture.conditional"),
            Temperature = request.Settings.Real("sampling.temperature", 0),
        },
        request.Images, request.Classes, request.Seed));

    private static IFlow Flow(Scope scope, RealNvpOptions options, ImageShape images, int classes)
    {
        bool hasHalves = !images.IsPlane && (images.Channels > 1 || Squeeze.IsPossible(images));
        return options.Network switch
        {
            "conv" when hasHalves => MultiScale.Make(scope, images, options.Levels, level => Steps(level, options, classes)),
            "conv" or "dense" => new FlowChain(
            [
                new Flattening(images),
                .. Couplings(
                    scope, images.Size, 0, options.Couplings,
                    (part, inputs, outputs) => new DenseCoupling(part, inputs, outputs, options.Hidden, classes)),
            ]),
            _ => throw new ArgumentException($"unknown network '{options.Network}'; use one of {string.Join(", ", RealNvpOptions.Networks)}"),
        };
    }

    // Pixels 00 01 10 11 of a block: a checkerboard halves them as 00 11 | 01 10, channels as they come.
    private static IEnumerable<IFlow> Steps(Level level, RealNvpOptions options, int classes)
    {
        ICouplingNetwork Network(Scope part, int inputs, int outputs) => new ConvCoupling(part, inputs, outputs, options.Channels, classes);
        int checkered = level.Pixels == 4 ? (options.Couplings + 1) / 2 : 0;
        IEnumerable<IFlow> first = Couplings(level.Scope, level.Channels, 0, checkered, Network);
        IEnumerable<IFlow> second = Couplings(level.Scope, level.Channels, checkered, options.Couplings, Network);
        return checkered == 0 ? second : [new Regroup(0, 3, 1, 2), .. first, new Regroup(0, 2, 3, 1), .. second];
    }

    private static IEnumerable<IFlow> Couplings(Scope scope, int channels, int from, int to, Func<Scope, int, int, ICouplingNetwork> make) =>
        Enumerable.Range(from, to - from).SelectMany(i => new IFlow[]
        {
            new ActNorm(scope["norm"][i], channels),
            new Coupling(scope["coupling"][i], channels, movesFirst: i % 2 == 1, make),
        });
}
