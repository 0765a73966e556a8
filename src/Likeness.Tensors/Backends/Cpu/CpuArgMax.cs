using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>The index of the first largest value along one axis of an array in order.</summary>
internal sealed unsafe class CpuArgMax : CpuWork
{
    private readonly float* source;
    private readonly int* result;
    private readonly long outer;
    private readonly int extent;
    private readonly long inner;

    public CpuArgMax(OpStep step, CpuMemory memory)
    {
        if (step.Node.Inputs[0].DType != DType.F32)
            throw new NotSupportedException($"{step.Node.Op} of {step.Node.Inputs[0].DType} is not defined on the CPU; use Cast(DType.F32) first");
        Shape shape = step.Node.Inputs[0].Shape;
        int axis = ((ReduceOp)step.Node.Op).Axes[0];
        source = (float*)memory.Address(step.Operands[0].Buffer);
        result = (int*)memory.Address(step.Result);
        outer = shape.Slice(0, axis).Size;
        extent = shape[axis];
        inner = shape.Slice(axis + 1, shape.Rank - axis - 1).Size;
    }

    public override void Run()
    {
        for (long i = 0; i < outer; i++)
            for (long j = 0; j < inner; j++)
                result[(i * inner) + j] = First(source + (i * extent * inner) + j);
    }

    private int First(float* x)
    {
        int best = 0;
        for (int k = 0; k < extent; k++)
        {
            if (float.IsNaN(x[k * inner]))
                return k;
            if (x[k * inner] > x[best * inner])
                best = k;
        }
        return best;
    }
}
