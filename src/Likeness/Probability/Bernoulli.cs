using Likeness.Tensors;

namespace Likeness.Probability;

/// <summary>
/// Independent coin flips with probabilities sigmoid(logits), [n, ..]. Densities and divergences are summed over all axes but
/// the first: one number an example, in nats.
/// </summary>
public sealed class Bernoulli(Tensor logits)
{
    /// <summary>log(p / (1 - p)).</summary>
    public Tensor Logits => logits;

    /// <summary>The probabilities of 1.</summary>
    public Tensor Mean => logits.Sigmoid();

    /// <summary>sum x log p + (1 - x) log(1 - p), for x in [0, 1]: a grey value counts as a probability.</summary>
    public Tensor LogDensity(Tensor x) => -Event.Sum(logits.BinaryCrossEntropy(x));

    /// <summary>Zeros and ones.</summary>
    public Tensor Sample(RandomSource random) => random.Bernoulli(Mean);

    /// <summary>KL(this || other) = sum p (l - l') + softplus(l') - softplus(l), with l' the other's logits.</summary>
    public Tensor KlTo(Bernoulli other) =>
        Event.Sum((Mean * (logits - other.Logits)) + other.Logits.Softplus() - logits.Softplus());
}
