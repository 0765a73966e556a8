using System.Runtime.CompilerServices;

namespace Likeness.Models.Adversarial;

/// <summary>What a least-squares adversarial network is made of.</summary>
public sealed record LsGanOptions
{
    /// <summary>Coordinates of z.</summary>
    public int Latent { get; init; } = 100;

    /// <summary>Channels of the generator from the inside out, each at double the size; the discriminator has them in reverse.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [128, 64];

    /// <summary>Whether both networks are told the class.</summary>
    public bool Conditional { get; init; }
}

/// <summary>
/// <c>lsgan</c>: least-squares adversarial networks (Mao et al. 2017) with the networks of <c>dcgan</c>. The discriminator minimises
/// E (D(x) - 1)^2 / 2 + E D(G(z))^2 / 2, the generator E (D(G(z)) - 1)^2 / 2: images far on the right side are still drawn nearer.
/// </summary>
public sealed class LsGan : AdversarialModel
{
    private static readonly AdversarialLoss LeastSquares = new(
        (real, fake) => 0.5f * ((real - 1f).Square().Mean() + fake.Square().Mean()),
        fake => 0.5f * (fake - 1f).Square().Mean(),
        score => score);

    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    /// <exception cref="ArgumentException">There are no channels, or classes are wanted and the data has none.</exception>
    public LsGan(LsGanOptions options, ImageShape images, int classes, ulong seed)
        : base("lsgan", Rules(options), new ModelSize(images, classes), seed)
    {
    }

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("lsgan", request => new LsGan(
        new LsGanOptions
        {
            Latent = request.Settings.Int("architecture.latent", 1, 65_536),
            Channels = request.Settings.Ints("architecture.channels", 1, 4096),
            Conditional = request.Settings.Bool("architecture.conditional"),
        },
        request.Images, request.Classes, request.Seed));

    private static GameRules Rules(LsGanOptions options) => new(
        (scope, inputs, size) => new ConvGenerator(scope, inputs, options.Channels, size.Images),
        (scope, size) => new ConvCritic(scope, size, [.. options.Channels.Reverse()], normed: true),
        LeastSquares, options.Latent, options.Conditional);
}
