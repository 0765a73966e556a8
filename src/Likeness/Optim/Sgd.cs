using Likeness.Tensors;
using Likeness.Tensors.Runtime;

namespace Likeness.Optim;

/// <summary>
/// Gradient descent with momentum (Polyak 1964) or Nesterov's (Sutskever et al. 2013):
/// g = gradient + decay p, m = momentum m + g, p = p - rate m, or p - rate (g + momentum m) with Nesterov. m below 1e-30 becomes zero.
/// </summary>
public sealed class Sgd : IOptimizer
{
    private readonly Variable parameters;
    private readonly Variable? velocity;
    private readonly float momentum, weightDecay;
    private readonly bool nesterov;

    /// <summary>Makes the optimizer of one block of parameters.</summary>
    /// <exception cref="ArgumentException">The momentum is outside [0, 1), or Nesterov's form has none.</exception>
    public Sgd(Variable parameters, double momentum = 0, bool nesterov = false, double weightDecay = 0)
    {
        if (momentum is < 0 or >= 1)
            throw new ArgumentException($"sgd: momentum {momentum} is outside [0, 1); 0.9 is usual");
        if (nesterov && momentum == 0)
            throw new ArgumentException("sgd: Nesterov's form needs momentum; 0.9 is usual");
        this.parameters = parameters;
        (this.momentum, this.nesterov, this.weightDecay) = ((float)momentum, nesterov, (float)weightDecay);
        velocity = momentum == 0 ? null : new Variable($"{parameters.Name}/sgd/velocity", parameters.Shape);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Variable> State => velocity is null ? [] : [velocity];

    /// <inheritdoc/>
    public Tensor Step(StepBuilder step, Tensor gradient, Tensor learningRate, Func<Tensor, Tensor>? project = null)
    {
        Tensor direction = weightDecay == 0 ? gradient : gradient + (weightDecay * parameters.Value);
        if (velocity is not null)
        {
            Tensor moved = Moments.WithoutTraces((momentum * velocity.Value) + direction);
            step.Update(velocity, moved);
            direction = nesterov ? direction + (momentum * moved) : moved;
        }
        Tensor next = parameters.Value - (learningRate * direction);
        next = project?.Invoke(next) ?? next;
        step.Update(parameters, next);
        return next;
    }
}
