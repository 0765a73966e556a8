using System.Runtime.CompilerServices;

namespace Likeness.Models.Adversarial;

/// <summary>What a fully connected adversarial network is made of; the defaults are 100-128-256-784 on MNIST.</summary>
public sealed record GanOptions
{
    /// <summary>The losses there are.</summary>
    public static IReadOnlyList<string> Losses { get; } = ["non-saturating", "minmax"];

    /// <summary>Coordinates of z.</summary>
    public int Latent { get; init; } = 100;

    /// <summary>Widths of the generator's hidden layers; the discriminator has them in reverse.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [128, 256];

    /// <summary>What the generator minimises: one of <see cref="Losses"/>.</summary>
    public string Loss { get; init; } = "non-saturating";

    /// <summary>
    /// Deviation of the noise under which the discriminator sees all images, in units of [-1, 1] (Arjovsky and Bottou 2017). Images of
    /// two values want some: made ones are grey, so the discriminator is right about each of them.
    /// </summary>
    public double Noise { get; init; }

    /// <summary>Whether both networks are told the class.</summary>
    public bool Conditional { get; init; }
}

/// <summary>
/// <c>gan</c>: generative adversarial networks (Goodfellow et al. 2014). The discriminator D minimises
/// -E log D(x) - E log(1 - D(G(z))), z ~ N(0, 1); the generator G minimises -E log D(G(z)), or with min-max E log(1 - D(G(z))).
/// </summary>
public sealed class Gan : AdversarialModel
{
    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    /// <exception cref="ArgumentException">The loss is unknown, or classes are wanted and the data has none.</exception>
    public Gan(GanOptions options, ImageShape images, int classes, ulong seed)
        : base("gan", Rules(options), new ModelSize(images, classes), seed)
    {
    }

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("gan", request => new Gan(
        new GanOptions
        {
            Latent = request.Settings.Int("architecture.latent", 1, 65_536),
            Hidden = request.Settings.Ints("architecture.hidden", 1, 65_536),
            Conditional = request.Settings.Bool("architecture.conditional"),
            Loss = request.Settings.Choice("objective.loss", GanOptions.Losses),
            Noise = request.Settings.Real("objective.noise", 0),
        },
        request.Images, request.Classes, request.Seed));

    private static GameRules Rules(GanOptions options) => new(
        (scope, inputs, size) => new DenseGenerator(scope, inputs, options.Hidden, size.Images),
        (scope, size) => new DenseCritic(scope, size, [.. options.Hidden.Reverse()], noise: options.Noise),
        options.Loss switch
        {
            "non-saturating" => AdversarialLoss.NonSaturating,
            "minmax" => AdversarialLoss.MinMax,
            _ => throw new ArgumentException($"unknown loss '{options.Loss}'; use one of {string.Join(", ", GanOptions.Losses)}"),
        },
        options.Latent, options.Conditional);
}
