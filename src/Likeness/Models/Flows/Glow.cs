using System.Runtime.CompilerServices;
using Likeness.Nn;

namespace Likeness.Models.Flows;

/// <summary>What a Glow is made of.</summary>
public sealed record GlowOptions
{
    /// <summary>Steps of each level.</summary>
    public int Steps { get; init; } = 8;

    /// <summary>Levels at most; an axis is halved at each of them while it is even.</summary>
    public int Levels { get; init; } = 2;

    /// <summary>Hidden channels of each coupling's network.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [96, 96];

    /// <summary>Learn classes: p(x|y).</summary>
    public bool Conditional { get; init; }

    /// <summary>The deviation of the noise that samples come from; below 1 they are likelier and less varied.</summary>
    public double Temperature { get; init; } = 1;
}

/// <summary>
/// <c>glow</c>: generative flow with invertible 1x1 convolutions (Kingma and Dhariwal 2018). A step is an <see cref="ActNorm"/>, a
/// <see cref="ChannelMixing"/> and an affine coupling. What leaves at the end of a level is normal given what stays: a coupling whose
/// network is one convolution.
/// </summary>
public sealed class Glow : FlowModel
{
    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    /// <exception cref="ArgumentException">The images have no channels to halve, or classes are wanted and the data has none.</exception>
    public Glow(GlowOptions options, ImageShape images, int classes, ulong seed)
        : base("glow", new FlowSetting(images, classes, options.Conditional, seed, options.Temperature), (scope, learned) =>
            MultiScale.Make(scope, images, options.Levels, level => Steps(level, options, learned)))
    {
    }

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("glow", request => new Glow(
        new GlowOptions
        {
            Steps = request.Settings.Int("architecture.steps", 1, 1000),
            Levels = request.Settings.Int("architecture.levels", 1, 16),
            Channels = request.Settings.Ints("architecture.channels", 1, 4096),
            Conditional = request.Settings.Bool("architecture.conditional"),
            Temperature = request.Settings.Real("sampling.temperature", 0),
        },
        request.Images, request.Classes, request.Seed));

    private static IEnumerable<IFlow> Steps(Level level, GlowOptions options, int classes)
    {
        Func<Scope, int, int, ICouplingNetwork> Network(IReadOnlyList<int> channels) =>
            (part, inputs, outputs) => new ConvCoupling(part, inputs, outputs, channels, classes);
        for (int i = 0; i < options.Steps; i++)
        {
            Scope step = level.Scope[i];
            yield return new ActNorm(step["norm"], level.Channels);
            yield return new ChannelMixing(step["mixing"], level.Channels);
            yield return new Coupling(step["coupling"], level.Channels, movesFirst: i % 2 == 1, Network(options.Channels));
        }
        if (!level.IsLast)
            yield return new Coupling(level.Scope["leaving"], level.Channels, movesFirst: true, Network([]));
    }
}
