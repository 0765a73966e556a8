using System.Runtime.CompilerServices;

namespace Likeness.Models.Adversarial;

/// <summary>What a Wasserstein adversarial network with gradient penalty is made of.</summary>
public sealed record WganGpOptions
{
    /// <summary>Coordinates of z.</summary>
    public int Latent { get; init; } = 100;

    /// <summary>Both networks.</summary>
    public NetworkKind Network { get; init; } = new("conv", [128, 256], [64, 32]);

    /// <summary>Steps of the critic for one of the generator.</summary>
    public int CriticSteps { get; init; } = 5;

    /// <summary>lambda, the weight of the penalty.</summary>
    public double Penalty { get; init; } = 10;

    /// <summary>Whether both networks are told the class.</summary>
    public bool Conditional { get; init; }
}

/// <summary>
/// <c>wgan-gp</c>: improved training of Wasserstein networks (Gulrajani et al. 2017). The critic f minimises
/// E f(G(z)) - E f(x) + lambda E (|grad f(x')| - 1)^2, x' on lines between real and made images; the generator minimises -E f(G(z)).
/// </summary>
public sealed class WganGp : AdversarialModel
{
    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    /// <exception cref="ArgumentException">The network is unknown or empty, or classes are wanted and the data has none.</exception>
    public WganGp(WganGpOptions options, ImageShape images, int classes, ulong seed)
        : base("wgan-gp", Rules(options), new ModelSize(images, classes), seed)
    {
    }

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("wgan-gp", request => new WganGp(
        new WganGpOptions
        {
            Latent = request.Settings.Int("architecture.latent", 1, 65_536),
            Network = NetworkKind.Read(request.Settings),
            Conditional = request.Settings.Bool("architecture.conditional"),
            CriticSteps = request.Settings.Int("objective.critic_steps", 1, 1000),
            Penalty = request.Settings.Real("objective.penalty", 0),
        },
        request.Images, request.Classes, request.Seed));

    private static GameRules Rules(WganGpOptions options) => options.Network.Rules(
        AdversarialLoss.Wasserstein with { Penalty = GradientPenalty.Between(options.Penalty) },
        options.Latent, options.Conditional, options.CriticSteps);
}
