using System.Runtime.InteropServices;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>Operations that address rows by index: gather, scatter-add, row update. Indices are clamped to the table.</summary>
internal sealed unsafe class CpuRows : CpuWork
{
    private readonly Op op;
    private readonly nint[] operands;
    private readonly nint result;
    private readonly int rows;
    private readonly long rowBytes;
    private readonly long indices;
    private readonly long resultBytes;
    private readonly bool floats;
    private readonly WorkerPool pool;
    private readonly GatherBlocks gather;

    public CpuRows(OpStep step, CpuMemory memory, CpuScratch scratch)
    {
        op = step.Node.Op;
        operands = [.. step.Operands.Select(view => memory.Address(view.Buffer))];
        result = memory.Address(step.Result);
        resultBytes = step.Result.Bytes;
        floats = step.Node.DType == DType.F32;
        Node table = op is GatherOp ? step.Node.Inputs[0] : step.Node;
        rows = table.Shape[0];
        rowBytes = rows == 0 ? 0 : table.Bytes / rows;
        indices = step.Node.Inputs[op is ScatterAddOp ? 0 : 1].Shape.Size;
        pool = scratch.Pool;
        gather = new GatherBlocks(this);
        if (op is ScatterAddOp && step.Node.DType == DType.U8)
            throw new NotSupportedException($"{step.Node}: bytes are for storage; use Cast first");
    }

    public override void Run()
    {
        if (op is GatherOp)
            pool.Run(gather, gather.Count);
        else if (op is ScatterAddOp)
            Scatter((int*)operands[0], (byte*)operands[1]);
        else
            Update((int*)operands[1], (byte*)operands[2]);
    }

    private byte* Row(nint table, int index) => (byte*)table + (Math.Clamp(index, 0, rows - 1) * rowBytes);

    private void Scatter(int* index, byte* updates)
    {
        NativeMemory.Clear((void*)result, (nuint)resultBytes);
        int width = (int)(rowBytes / sizeof(float));
        for (long i = 0; i < indices; i++)
            if (floats)
                ReductionsInto.AddInto((float*)Row(result, index[i]), (float*)(updates + (i * rowBytes)), width, 1);
            else
                ReductionsInto.AddInto((int*)Row(result, index[i]), (int*)(updates + (i * rowBytes)), width, 1);
    }

    private void Update(int* index, byte* updates)
    {
        if (operands[0] != result)
            Buffer.MemoryCopy((void*)operands[0], (void*)result, resultBytes, resultBytes);
        for (long i = 0; i < indices; i++)
            Buffer.MemoryCopy(updates + (i * rowBytes), Row(result, index[i]), rowBytes, rowBytes);
    }

    private sealed class GatherBlocks(CpuRows owner) : ParallelWork
    {
        private readonly long block = Math.Max(1, (1 << 16) / Math.Max(1, owner.rowBytes));

        public int Count => (int)((owner.indices + block - 1) / block);

        internal override void Run(int task, int worker)
        {
            var index = (int*)owner.operands[1];
            for (long i = task * block; i < Math.Min(owner.indices, (task + 1) * block); i++)
                Buffer.MemoryCopy(owner.Row(owner.operands[0], index[i]), (byte*)owner.result + (i * owner.rowBytes), owner.rowBytes, owner.rowBytes);
        }
    }
}
