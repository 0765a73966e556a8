using System.Runtime.CompilerServices;

namespace Likeness.Models.Adversarial;

/// <summary>What a style-based adversarial network is made of.</summary>
public sealed record StyleGanOptions
{
    /// <summary>Coordinates of z.</summary>
    public int Latent { get; init; } = 64;

    /// <summary>Widths of the mapping network; the last is that of a style.</summary>
    public IReadOnlyList<int> Mapping { get; init; } = [64, 64];

    /// <summary>Channels of the generator from the inside out, each but the first at double the size.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [64, 32, 16];

    /// <summary>Channels of the discriminator from the image inwards, each at half the size.</summary>
    public IReadOnlyList<int> CriticChannels { get; init; } = [64, 128];

    /// <summary>How many of the images in training mix two styles, 0 to 1.</summary>
    public double Mixing { get; init; } = 0.5;

    /// <summary>psi: how far from the mean style samples may be; 1 for as far as in training, 0 for the mean itself.</summary>
    public double Truncation { get; init; } = 1;

    /// <summary>gamma, the weight of the R1 penalty.</summary>
    public double Penalty { get; init; } = 0.1;

    /// <summary>Whether both networks are told the class.</summary>
    public bool Conditional { get; init; }
}

/// <summary>
/// <c>stylegan</c>: a style-based generator (Karras et al. 2019, with the modulated convolutions of 2020) against a convolutional
/// discriminator that also sees how much images of a batch resemble each other. Non-saturating losses; the discriminator's has the R1 penalty
/// gamma / 2 E |grad D(x)|^2 (Mescheder et al. 2018), on a quarter of the batch.
/// </summary>
public sealed class StyleGan : AdversarialModel
{
    private const int PenaltyOn = 4;

    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    /// <exception cref="ArgumentException">A list of widths is empty, or classes are wanted and the data has none.</exception>
    public StyleGan(StyleGanOptions options, ImageShape images, int classes, ulong seed)
        : base("stylegan", Rules(options), new ModelSize(images, classes), seed)
    {
    }

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("stylegan", request => new StyleGan(
        new StyleGanOptions
        {
            Latent = request.Settings.Int("architecture.latent", 1, 65_536),
            Mapping = request.Settings.Ints("architecture.hidden", 1, 65_536),
            Channels = request.Settings.Ints("architecture.channels", 1, 4096),
            CriticChannels = request.Settings.Ints("architecture.critic_channels", 1, 4096),
            Conditional = request.Settings.Bool("architecture.conditional"),
            Mixing = request.Settings.Real("objective.mixing", 0, 1),
            Penalty = request.Settings.Real("objective.penalty", 0),
            Truncation = request.Settings.Real("sampling.truncation", 0, 2),
        },
        request.Images, request.Classes, request.Seed));

    private static GameRules Rules(StyleGanOptions options) => new(
        (scope, inputs, size) => new StyleGenerator(scope, inputs, options, size),
        (scope, size) => new ConvCritic(scope, size, options.CriticChannels, normed: false, seesOthers: true),
        AdversarialLoss.NonSaturating with { Penalty = GradientPenalty.AtReal(options.Penalty, PenaltyOn) },
        options.Latent, options.Conditional);
}
