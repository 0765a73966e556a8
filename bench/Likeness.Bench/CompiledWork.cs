using Likeness.Tensors.Runtime;

namespace Likeness.Bench;

/// <summary>What a workload compiles to.</summary>
/// <param name="Step">What is run again and again.</param>
/// <param name="Output">After the first run the number by which one sees that both sides do the same: a loss, the mean pixel of samples.</param>
internal sealed record CompiledWork(Compiled Step, Func<double> Output)
{
    /// <summary>A step whose first output is that number.</summary>
    public static CompiledWork Of(Compiled step) => new(step, () => step.Outputs[0].ToFloat());
}
