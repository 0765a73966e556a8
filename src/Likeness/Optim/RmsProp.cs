using Likeness.Tensors;
using Likeness.Tensors.Runtime;

namespace Likeness.Optim;

/// <summary>
/// RMSprop (Tieleman and Hinton 2012), without momentum: v = d v + (1 - d) g^2, p = p - rate g / (sqrt(v) + epsilon). v starts at 0
/// and is not corrected for that, so the first steps are up to 1 / sqrt(1 - d) times as long. v below 1e-30 becomes zero.
/// </summary>
public sealed class RmsProp : IOptimizer
{
    private readonly Variable parameters, second;
    private readonly double decay;
    private readonly float epsilon, weightDecay;

    /// <summary>Makes the optimizer of one block of parameters.</summary>
    /// <param name="parameters">The flat block.</param>
    /// <param name="decay">d, the decay of the second moment.</param>
    /// <param name="epsilon">Added to the root of the second moment.</param>
    /// <param name="weightDecay">Added to the gradient as a multiple of the parameters.</param>
    /// <exception cref="ArgumentException">The decay is outside [0, 1).</exception>
    public RmsProp(Variable parameters, double decay = 0.99, double epsilon = 1e-8, double weightDecay = 0)
    {
        if (decay is < 0 or >= 1)
            throw new ArgumentException($"rmsprop: decay {decay} (beta2) is outside [0, 1); 0.99 is usual");
        (this.parameters, this.decay, this.epsilon, this.weightDecay) = (parameters, decay, (float)epsilon, (float)weightDecay);
        second = new Variable($"{parameters.Name}/rmsprop/second", parameters.Shape);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Variable> State => [second];

    /// <inheritdoc/>
    public Tensor Step(StepBuilder step, Tensor gradient, Tensor learningRate, Func<Tensor, Tensor>? project = null)
    {
        if (weightDecay != 0)
            gradient += weightDecay * parameters.Value;
        Tensor v = Moments.WithoutTraces(((float)decay * second.Value) + ((float)(1 - decay) * gradient.Square()));
        step.Update(second, v);
        Tensor next = parameters.Value - (learningRate * gradient / (v.Sqrt() + epsilon));
        next = project?.Invoke(next) ?? next;
        step.Update(parameters, next);
        return next;
    }
}
