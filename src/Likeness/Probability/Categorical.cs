using Likeness.Tensors;

namespace Likeness.Probability;

/// <summary>One of k classes with probabilities softmax(logits), logits [n, k].</summary>
public sealed class Categorical(Tensor logits)
{
    // Half of the smallest gap between two uniform numbers: keeps the logarithm finite.
    private const float Smallest = 2.9802322e-8f;

    /// <summary>Unnormalised log-probabilities.</summary>
    public Tensor Logits => logits;

    /// <summary>The probabilities [n, k].</summary>
    public Tensor Mean => logits.Softmax();

    /// <summary>log p(label) in nats: labels I32 [n] give [n].</summary>
    public Tensor LogDensity(Tensor labels) => -logits.CrossEntropy(labels);

    /// <summary>-sum p log p in nats, [n].</summary>
    public Tensor Entropy() => -(Mean * logits.LogSoftmax()).Sum([-1]);

    /// <summary>KL(this || other) = sum p (log p - log p'), [n].</summary>
    public Tensor KlTo(Categorical other) => (Mean * (logits.LogSoftmax() - other.Logits.LogSoftmax())).Sum([-1]);

    /// <summary>Classes (I32 [n]): the largest logit after Gumbel noise -log(-log u) (Gumbel 1954).</summary>
    public Tensor Sample(RandomSource random)
    {
        Tensor exponential = Tensor.Maximum(-(-random.Uniform(logits.Shape)).Log1p(), Smallest);
        return (logits - exponential.Log()).ArgMax(-1);
    }
}
