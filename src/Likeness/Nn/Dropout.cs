using Likeness.Tensors;

namespace Likeness.Nn;

/// <summary>In training sets each value to zero with a probability and scales the rest by 1/(1 - p) (Srivastava et al. 2014).</summary>
public sealed class Dropout : ILayer
{
    private readonly float probability;

    /// <summary>Makes the layer.</summary>
    /// <exception cref="ArgumentException">The probability is outside [0, 1).</exception>
    public Dropout(double probability) => this.probability = probability is >= 0 and < 1 ? (float)probability
        : throw new ArgumentException($"dropout: probability {probability} is outside [0, 1)");

    /// <inheritdoc/>
    public Tensor Apply(Tensor x, Pass pass) => !pass.IsTraining || probability == 0 ? x
        : x * pass.Random.Uniform(x.Shape).IsLess(1 - probability) * (1 / (1 - probability));
}
