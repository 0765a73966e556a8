using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>Prepares the work of every step of a plan.</summary>
internal static class CpuLowering
{
    public static CpuWork[] Run(Plan plan, CpuMemory memory, CpuScratch scratch) =>
        [.. plan.Steps.Select(step => Prepare(step, memory, scratch))];

    private static CpuWork Prepare(PlanStep step, CpuMemory memory, CpuScratch scratch) => step switch
    {
        FusedStep { Contraction: null } fused => new CpuFused(fused, memory, scratch),
        FusedStep fused => CpuContraction.WithEpilogue(fused, memory, scratch),
        LoopStep loop => new CpuLoop(loop, memory, scratch),
        CopyStep copy => new CpuCopy(memory.Address(copy.Source.Buffer), memory.Address(copy.Target), copy.Target.Bytes),
        OpStep op => Prepare(op, memory, scratch),
        _ => throw new InvalidOperationException($"the CPU backend does not know {step}"),
    };

    private static CpuWork Prepare(OpStep step, CpuMemory memory, CpuScratch scratch) => step.Node.Op switch
    {
        TriangularSolveOp => new CpuSolve(step, memory),
        ContractionOp => CpuContraction.Alone(step, memory, scratch),
        PadOp or ConcatOp => new CpuPlacement(step, memory, scratch.Pool),
        GatherOp or ScatterAddOp or RowUpdateOp => new CpuRows(step, memory, scratch),
        ReduceOp { Kind: Reduction.ArgMax } => new CpuArgMax(step, memory),
        _ => throw new InvalidOperationException($"the CPU backend does not know {step.Node.Op}"),
    };
}
