using Likeness.Tensors;

namespace Likeness.Models.Adversarial;

/// <summary>
/// A penalty on the critic, from how it scores the first so many images of a batch, real and fake images, and a number in [0, 1)
/// for each pair of them [n, 1, 1, 1].
/// </summary>
internal delegate Tensor CriticPenalty(Func<Tensor, int, Tensor> score, Tensor real, Tensor fake, Tensor parts);

/// <summary>What critic and generator minimise, as functions of the critic's scores [n].</summary>
/// <param name="Critic">Of the scores of real and of fake images.</param>
/// <param name="Generator">Of the scores of fake images.</param>
/// <param name="Opinion">A score as it is shown: the probability of real where it is a logit.</param>
internal sealed record AdversarialLoss(Func<Tensor, Tensor, Tensor> Critic, Func<Tensor, Tensor> Generator, Func<Tensor, Tensor> Opinion)
{
    /// <summary>Added to the critic's loss.</summary>
    public CriticPenalty? Penalty { get; init; }

    /// <summary>The critic's weights are kept in [-limit, limit].</summary>
    public double? WeightLimit { get; init; }

    /// <summary>Scores are logits: -E log D(x) - E log(1 - D(G(z))) against -E log D(G(z)) (Goodfellow et al. 2014, section 3).</summary>
    public static AdversarialLoss NonSaturating { get; } = new(CrossEntropy, fake => (-fake).Softplus().Mean(), score => score.Sigmoid());

    /// <summary>The same critic; the generator minimises E log(1 - D(G(z))), which is flat where the critic is sure.</summary>
    public static AdversarialLoss MinMax { get; } = NonSaturating with { Generator = fake => -fake.Softplus().Mean() };

    /// <summary>E f(G(z)) - E f(x) against -E f(G(z)): a distance between distributions where f is 1-Lipschitz (Arjovsky et al. 2017).</summary>
    public static AdversarialLoss Wasserstein { get; } = new((real, fake) => fake.Mean() - real.Mean(), fake => -fake.Mean(), score => score);

    private static Tensor CrossEntropy(Tensor real, Tensor fake) => (-real).Softplus().Mean() + fake.Softplus().Mean();
}
