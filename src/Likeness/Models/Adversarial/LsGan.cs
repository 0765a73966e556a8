using System.Runtime.CompilerServices;

namespace Likeness.Models.Adversarial;

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
    public LsGan(DcganOptions options, ImageShape images, int classes, ulong seed)
        : base("lsgan", options.Rules(LeastSquares), new ModelSize(images, classes), seed)
    {
    }

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("lsgan", request => new LsGan(
        DcganOptions.Read(request.Settings), request.Images, request.Classes, request.Seed));
}
