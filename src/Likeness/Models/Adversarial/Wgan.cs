using System.Runtime.CompilerServices;

namespace Likeness.Models.Adversarial;

/// <summary>What a Wasserstein adversarial network is made of.</summary>
public sealed record WganOptions
{
    /// <summary>Coordinates of z.</summary>
    public int Latent { get; init; } = 100;

    /// <summary>Both networks.</summary>
    public NetworkKind Network { get; init; } = new("conv", [128, 256], [64, 64, 32]);

    /// <summary>Steps of the critic for one of the generator.</summary>
    public int CriticSteps { get; init; } = 1;

    /// <summary>c: after each step of the critic its weights are brought back into [-c, c].</summary>
    public double WeightClip { get; init; } = 0.02;

    /// <summary>Whether both networks are told the class.</summary>
    public bool Conditional { get; init; }
}

/// <summary>
/// <c>wgan</c>: the Wasserstein generative adversarial network (Arjovsky et al. 2017). The critic f minimises E f(G(z)) - E f(x), its
/// weights clipped so that it cannot be steep; the generator minimises -E f(G(z)). d_real - d_fake tracks the distance.
/// </summary>
public sealed class Wgan : AdversarialModel
{
    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    /// <exception cref="ArgumentException">The network is unknown or empty, or classes are wanted and the data has none.</exception>
    public Wgan(WganOptions options, ImageShape images, int classes, ulong seed)
        : base("wgan", Rules(options), new ModelSize(images, classes), seed)
    {
    }

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("wgan", request => new Wgan(
        new WganOptions
        {
            Latent = request.Settings.Int("architecture.latent", 1, 65_536),
            Network = NetworkKind.Read(request.Settings),
            Conditional = request.Settings.Bool("architecture.conditional"),
            CriticSteps = request.Settings.Int("objective.critic_steps", 1, 1000),
            WeightClip = request.Settings.Real("objective.weight_clip", 1e-6),
        },
        request.Images, request.Classes, request.Seed));

    private static GameRules Rules(WganOptions options) => options.Network.Rules(
        AdversarialLoss.Wasserstein with { WeightLimit = options.WeightClip }, options.Latent, options.Conditional, options.CriticSteps, normed: true);
}
