using Likeness.Tensors;
using Likeness.Tensors.Runtime;

namespace Likeness.Optim;

/// <summary>
/// Adam (Kingma and Ba 2015), and AdamW (Loshchilov and Hutter 2019) when the weight decay is decoupled:
/// m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, p = p - rate m' / (sqrt(v') + epsilon), m' = m / (1 - b1^t), v' = v / (1 - b2^t).
/// Moments below 1e-30 become zero.
/// </summary>
public sealed class Adam : IOptimizer
{
    private readonly Variable parameters, first, second, corrections;
    private readonly double beta1, beta2;
    private readonly float epsilon, weightDecay;
    private readonly bool decoupled;

    /// <summary>Makes the optimizer of one block of parameters.</summary>
    /// <param name="parameters">The flat block.</param>
    /// <param name="beta1">Decay of the first moment.</param>
    /// <param name="beta2">Decay of the second moment.</param>
    /// <param name="epsilon">Added to the root of the second moment.</param>
    /// <param name="weightDecay">Added to the gradient as a multiple of the parameters, or applied to them when decoupled.</param>
    /// <param name="decoupled">AdamW: p shrinks by rate * weightDecay, past the moments.</param>
    /// <exception cref="ArgumentException">A beta is outside [0, 1).</exception>
    public Adam(
        Variable parameters, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool decoupled = false)
    {
        if (beta1 is < 0 or >= 1 || beta2 is < 0 or >= 1)
            throw new ArgumentException($"adam: betas {beta1} and {beta2} must lie in [0, 1); 0.9 and 0.999 are usual");
        this.parameters = parameters;
        (this.beta1, this.beta2) = (beta1, beta2);
        (this.epsilon, this.weightDecay, this.decoupled) = ((float)epsilon, (float)weightDecay, decoupled);
        first = new Variable($"{parameters.Name}/adam/first", parameters.Shape);
        second = new Variable($"{parameters.Name}/adam/second", parameters.Shape);
        corrections = new Variable($"{parameters.Name}/adam/corrections", [2]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Variable> State => [first, second, corrections];

    /// <inheritdoc/>
    public Tensor Step(StepBuilder step, Tensor gradient, Tensor learningRate, Func<Tensor, Tensor>? project = null)
    {
        if (weightDecay != 0 && !decoupled)
            gradient += weightDecay * parameters.Value;
        Tensor m = Average(step, first, gradient, beta1), v = Average(step, second, gradient.Square(), beta2);
        (Tensor c1, Tensor c2) = Corrections(step);
        Tensor kept = decoupled ? parameters.Value * (1f - (learningRate * weightDecay)) : parameters.Value;
        Tensor next = kept - (learningRate / c1 * m / ((v * c2.Reciprocal()).Sqrt() + epsilon));
        next = project?.Invoke(next) ?? next;
        step.Update(parameters, next);
        return next;
    }

    private static Tensor Average(StepBuilder step, Variable moment, Tensor value, double beta)
    {
        Tensor next = Moments.WithoutTraces(((float)beta * moment.Value) + ((float)(1 - beta) * value));
        step.Update(moment, next);
        return next;
    }

    // 1 - beta^t is the moving average of ones: kept so, it loses no digits at small t and needs no step number.
    private (Tensor, Tensor) Corrections(StepBuilder step)
    {
        Tensor beta = Tensor.Of([(float)beta1, (float)beta2], [2]), rest = Tensor.Of([(float)(1 - beta1), (float)(1 - beta2)], [2]);
        Tensor next = (beta * corrections.Value) + rest;
        step.Update(corrections, next);
        return (next.Slice(0, 0, 1), next.Slice(0, 1, 1));
    }
}
