using System.Runtime.InteropServices;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>Padding and joining: blocks copied to their places in a larger array.</summary>
internal sealed unsafe class CpuPlacement : CpuWork
{
    // Some 5 us of copying.
    private const int BlockElements = 1 << 14;

    private readonly List<Piece> pieces = [];
    private readonly Blocks blocks;
    private readonly WorkerPool pool;
    private readonly nint result;
    private readonly long clearedBytes;
    private int blockCount;

    public CpuPlacement(OpStep step, CpuMemory memory, WorkerPool pool)
    {
        this.pool = pool;
        blocks = new Blocks(pieces);
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
        pool.Run(blocks, blockCount);
    }

    private void Place(OpStep step, int operand, Layout target, CpuMemory memory)
    {
        PlanView view = step.Operands[operand];
        int size = view.Buffer.DType.Size();
        nint from = memory.Address(view.Buffer) + (nint)(view.Layout.Offset * size), to = result + (nint)(target.Offset * size);
        if (target.Shape.Size > 0 && (from != to || !view.Layout.IsContiguous))
        {
            pieces.Add(new Piece(from, view.Layout, to, target, size));
            blockCount += pieces[^1].BlockCount;
        }
    }

    private sealed class Piece(nint from, Layout source, nint to, Layout target, int size)
    {
        private readonly AffineView read = AffineView.Create(source.Shape.Span, source.Strides);
        private readonly AffineView write = AffineView.Create(target.Shape.Span, target.Strides);

        public int BlockCount => (int)((read.Count + BlockElements - 1) / BlockElements);

        // Through a small tile: one side is then always contiguous.
        public void Run(long block)
        {
            long first = block * BlockElements, end = Math.Min(read.Count, first + BlockElements);
            if (read.IsContiguous && write.IsContiguous)
            {
                Buffer.MemoryCopy((byte*)from + (first * size), (byte*)to + (first * size), (end - first) * size, (end - first) * size);
                return;
            }
            byte* tile = stackalloc byte[4096];
            int step = 4096 / size;
            for (long i = first; i < end; i += step)
            {
                int n = (int)Math.Min(step, end - i);
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

    private sealed class Blocks(IReadOnlyList<Piece> pieces) : ParallelWork
    {
        internal override void Run(int task, int worker)
        {
            int piece = 0;
            for (; task >= pieces[piece].BlockCount; piece++)
                task -= pieces[piece].BlockCount;
            pieces[piece].Run(task);
        }
    }
}
