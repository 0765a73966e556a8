using Likeness.Tensors;
using Likeness.Tensors.Runtime;

namespace Likeness.Optim;

/// <summary>
/// Moves one flat block of parameters along one flat gradient, in one fused pass. Parameters are packed into the block with
/// <see cref="Variable.Pack"/>; each phase of training has an optimizer of its own.
/// </summary>
public interface IOptimizer
{
    /// <summary>What a checkpoint must keep: moments and bias corrections.</summary>
    IReadOnlyList<Variable> State { get; }

    /// <summary>Stores the moved parameters and the new state at the end of the step.</summary>
    /// <param name="step">The step that is being traced.</param>
    /// <param name="gradient">Of the parameters' flat shape [size].</param>
    /// <param name="learningRate">A scalar; a variable or computed from one, so that it may change without compiling again.</param>
    /// <param name="project">What the moved parameters are put through before they are stored, such as a limit on weights; null for nothing.</param>
    /// <returns>The parameters after the step, for an average of them or a check.</returns>
    Tensor Step(StepBuilder step, Tensor gradient, Tensor learningRate, Func<Tensor, Tensor>? project = null);
}
