using System.Runtime.CompilerServices;

namespace Likeness.Models.Flows;

/// <summary>What a masked autoregressive flow is made of; the defaults are five layers 784-512-512-1568 on MNIST.</summary>
public sealed record MafOptions
{
    /// <summary>Autoregressive layers, every other one in reverse order.</summary>
    public int Layers { get; init; } = 5;

    /// <summary>Hidden widths of each layer's masked network.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [512, 512];

    /// <summary>Learn classes: p(x|y).</summary>
    public bool Conditional { get; init; }

    /// <summary>The deviation of the noise that samples come from; below 1 they are likelier and less varied.</summary>
    public double Temperature { get; init; } = 1;
}

/// <summary>
/// <c>maf</c>: masked autoregressive flow (Papamakarios et al. 2017). Each value is normal given those before it, in several layers of
/// alternating order with an <see cref="ActNorm"/> before each, where the paper has batch normalisation. The density takes one pass,
/// a sample as many turns as there are values, in each of which the units are computed that see no later one.
/// </summary>
public sealed class Maf : FlowModel
{
    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    /// <exception cref="ArgumentException">There is no hidden layer, or classes are wanted and the data has none.</exception>
    public Maf(MafOptions options, ImageShape images, int classes, ulong seed)
        : base("maf", new FlowSetting(images, classes, options.Conditional, seed, options.Temperature), (scope, learned) => new FlowChain(
        [
            new Flattening(images),
            .. Enumerable.Range(0, options.Layers).SelectMany(i => new IFlow[]
            {
                new ActNorm(scope[i]["norm"], images.Size),
                new Autoregressive(scope[i], images.Size, options.Hidden, learned, reversed: i % 2 == 1),
            }),
        ]))
    {
    }

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("maf", request => new Maf(
        new MafOptions
        {
            Layers = request.Settings.Int("architecture.layers", 1, 1000),
            Hidden = request.Settings.Ints("architecture.hidden", 1, 65_536),
            Conditional = request.Settings.Bool("architecture.conditional"),
            Temperature = request.Settings.Real("sampling.temperature", 0),
        },
        request.Images, request.Classes, request.Seed));
}
