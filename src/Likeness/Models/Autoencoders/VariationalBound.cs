using Likeness.Probability;
using Likeness.Tensors;

namespace Likeness.Models.Autoencoders;

/// <summary>
/// Bounds of log p(x | y) by codes z = m + s noise drawn from q(z | x, y), and what training makes of them. Noise is [k, n, latent] for k
/// draws of each of n images, classes are rows [n, classes] or null.
/// </summary>
internal sealed class VariationalBound(CodeNetworks networks, float beta)
{
    /// <summary>The ELBO with its KL term in closed form, [n]: log p(x|z) - KL(q || p). Noise null puts z at the mean.</summary>
    public Tensor Elbo(Tensor images, Tensor? noise, Tensor? classes)
    {
        Normal posterior = networks.Posterior(images, classes);
        return -(Distortion(images, noise is null ? posterior.Mean : posterior.Sample(noise), classes) + posterior.KlToStandard());
    }

    /// <summary>log p(x|z) + log p(z) - log q(z|x), all three at the z that was drawn: noise [.., n, latent] gives [.., n].</summary>
    public Tensor LogWeights(Tensor images, Tensor noise, Tensor? classes)
    {
        (Tensor distortion, Tensor rate) = Parts(images, networks.Posterior(images, classes), noise, classes);
        return -(distortion + rate);
    }

    /// <summary>
    /// What is minimised: with one draw -log p(x|z) + beta KL(q || p), else -log mean w with w = p(x|z) (p(z) / q(z|x))^beta.
    /// </summary>
    /// <param name="images">[n, h, w, c] in [0, 1].</param>
    /// <param name="noise">[k, n, latent].</param>
    /// <param name="classes">Rows [n, classes], or null.</param>
    /// <param name="choice">
    /// Null for the gradient through all draws. Else it goes through one draw of each image, chosen with probabilities in proportion
    /// to the weights: the same on average (Burda et al. 2016, section 3) for one backward pass instead of k.
    /// </param>
    public Objective Loss(Tensor images, Tensor noise, Tensor? classes, RandomSource? choice = null)
    {
        Normal posterior = networks.Posterior(images, classes);
        (Tensor distortion, Tensor rate) = Parts(images, posterior, noise, classes);
        if (noise.Shape[0] == 1)
            return Sum(distortion.Mean(), posterior.KlToStandard().Mean());
        Tensor weights = -(distortion + (beta * rate));
        Tensor bound = (weights.LogSumExp([0]) - MathF.Log(noise.Shape[0])).Mean();
        Objective all = Sum(distortion.Mean(), rate.Mean(), bound - weights.Mean());
        if (choice is null)
            return all;
        (Tensor keptDistortion, Tensor keptRate) = Parts(images, posterior, Chosen(noise, weights, choice), classes);
        Tensor path = (keptDistortion + (beta * keptRate)).Mean();
        return all with { Loss = path + (all.Loss - path).Detach() };
    }

    // One draw of each image, [1, n, latent].
    private static Tensor Chosen(Tensor noise, Tensor weights, RandomSource random)
    {
        int n = noise.Shape[1], latent = noise.Shape[2];
        Tensor draw = new Categorical(weights.TransposeLast()).Sample(random);
        return noise.Reshape(-1, latent).Gather((draw * Tensor.Scalar(n)) + Tensor.Iota([n])).Reshape(1, n, latent);
    }

    // The gain is what the mean of several weights is worth: its logarithm less the mean of their logarithms.
    private Objective Sum(Tensor reconstruction, Tensor kl, Tensor? gain = null)
    {
        Tensor loss = reconstruction + (beta * kl);
        Term[] terms = [new("reconstruction", reconstruction), new("kl", kl)];
        return gain is null ? new Objective(loss, terms) : new Objective(loss - gain, [.. terms, new("gain", gain)]);
    }

    // -log p(x|z), and log q(z|x) - log p(z), where (z - m) / s is the noise and log 2 pi cancels.
    private (Tensor Distortion, Tensor Rate) Parts(Tensor images, Normal posterior, Tensor noise, Tensor? classes)
    {
        Tensor z = posterior.Sample(noise);
        return (Distortion(images, z, classes), 0.5f * (z.Square() - noise.Square() - posterior.LogVariance).Sum([-1]));
    }

    private Tensor Distortion(Tensor images, Tensor codes, Tensor? classes) =>
        networks.Logits(Conditioning.Join(codes, classes)).BinaryCrossEntropy(images.Flatten()).Sum([-1]);
}
