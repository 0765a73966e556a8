using System.Runtime.InteropServices;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>Padding and joining: blocks copied to their places in a larger array.</summary>
internal sealed unsafe class CpuPlacement : CpuWork
{
    private readonly List<Piece> pieces = [];
    private readonly nint result;
    private readonly long clearedBytes;

    public CpuPlacement(OpStep step, CpuMemory memory)
    {
        result = memory.Address(step.Result);
        Layout whole = Layout.Contiguous(step.Node.Shape);
        if (step.Node.Op is PadOp pad)
        {
            clearedBytes = step.Result.Bytes;
            Place(step, 0, whole.Slice(pad.Low, step.Node.Inputs[0].Shape), memory);
            return;
        }
        int axis = ((ConcatOp)step.Node.Op).Axis, start = 0;
        for (int i = 0; i < step.Operands.Count; i++)
        {
            Shape part = step.Node.Inputs[i].Shape;
            Place(step, i, whole.Slice(Shape.Create(new int[part.Rank]).With(axis, start), part), memory);
            start += part[axis];
        }
    }

    public override void Run()
    {
        if (clearedBytes > 0)
            NativeMemory.Clear((void*)result, (nuint)clearedBytes);
        foreach (Piece piece in pieces)
            piece.Run();
    }

    private void Place(OpStep step, int operand, Layout target, CpuMemory memory)
    {
        PlanView view = step.Operands[operand];
        int size = view.Buffer.DType.Size();
        nint from = memory.Address(view.Buffer) + (nint)(view.Layout.Offset * size), to = result + (nint)(target.Offset * size);
        if (target.Shape.Size > 0 && (from != to || !view.Layout.IsContiguous))
            pieces.Add(new Piece(from, view.Layout, to, target, size));
    }

    private sealed class Piece(nint from, Layout source, nint to, Layout target, int size)
    {
        private readonly AffineView read = AffineView.Create(source.Shape.Span, source.Strides);
        private readonly AffineView write = AffineView.Create(target.Shape.Span, target.Strides);

        // Through a small tile: one side is then always contiguous.
        public void Run()
        {
            if (read.IsContiguous && write.IsContiguous)
            {
                Buffer.MemoryCopy((void*)from, (void*)to, read.Count * size, read.Count * size);
                return;
            }
            byte* tile = stackalloc byte[4096];
            int step = 4096 / size;
            for (long i = 0; i < read.Count; i += step)
            {
                int n = (int)Math.Min(step, read.Count - i);
                if (size == 1)
                {
                    StridedCopy.Gather8(read, (void*)from, i, tile, n);
                    StridedCopy.Scatter8(write, (void*)to, i, tile, n);
                }
                else
                {
                    StridedCopy.Gather32(read, (void*)from, i, tile, n);
                    StridedCopy.Scatter32(write, (void*)to, i, tile, n);
                }
            }
        }
    }
}
