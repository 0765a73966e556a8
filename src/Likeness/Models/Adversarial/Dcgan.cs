using System.Runtime.CompilerServices;
using Likeness.Nn;

namespace Likeness.Models.Adversarial;

/// <summary>What a deep convolutional adversarial network is made of; the defaults are 100 to 7x7x128 to 14x14x64 to 28x28 on MNIST.</summary>
public sealed record DcganOptions
{
    /// <summary>Coordinates of z.</summary>
    public int Latent { get; init; } = 100;

    /// <summary>Channels of the generator from the inside out, each at double the size; the discriminator has them in reverse.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [128, 64];

    /// <summary>Whether both networks are told the class.</summary>
    public bool Conditional { get; init; }

    /// <summary>Reads the section <c>architecture</c>.</summary>
    internal static DcganOptions Read(ISettings settings) => new()
    {
        Latent = settings.Int("architecture.latent", 1, 65_536),
        Channels = settings.Ints("architecture.channels", 1, 4096),
        Conditional = settings.Bool("architecture.conditional"),
    };

    /// <summary>A game of such networks; the discriminator mirrors the generator. All weights begin normal with deviation 0.02.</summary>
    internal GameRules Rules(AdversarialLoss loss) => new(
        (scope, inputs, size) => new ConvGenerator(scope, inputs, Channels, size.Images, Initializers.Normal(0.02)),
        (scope, size) => new ConvCritic(scope, size, [.. Channels.Reverse()], normed: true, weights: Initializers.Normal(0.02)),
        loss, Latent, Conditional);
}

/// <summary>
/// <c>dcgan</c>: deep convolutional generative adversarial networks (Radford et al. 2016). Transposed convolutions with batch norm
/// against strided convolutions with batch norm; the losses are those of <c>gan</c>, non-saturating.
/// </summary>
public sealed class Dcgan : AdversarialModel
{
    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    /// <exception cref="ArgumentException">There are no channels, or classes are wanted and the data has none.</exception>
    public Dcgan(DcganOptions options, ImageShape images, int classes, ulong seed)
        : base("dcgan", options.Rules(AdversarialLoss.NonSaturating), new ModelSize(images, classes), seed)
    {
    }

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("dcgan", request => new Dcgan(
        DcganOptions.Read(request.Settings), request.Images, request.Classes, request.Seed));
}
