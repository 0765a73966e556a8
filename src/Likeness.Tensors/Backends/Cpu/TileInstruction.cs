using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>One operation of a tile program: a kernel and where its operands and result lie.</summary>
internal readonly unsafe struct Instruction
{
    private readonly Kind kind;
    private readonly nint kernel;
    private readonly TilePlace result;
    private readonly TilePlace a;
    private readonly TilePlace b;
    private readonly TilePlace c;
    private readonly WideInstruction? wide;

    private Instruction(Kind kind, void* kernel, TilePlace result, TilePlace a = default, TilePlace b = default, TilePlace c = default, WideInstruction? wide = null) =>
        (this.kind, this.kernel, this.result, this.a, this.b, this.c, this.wide) = (kind, (nint)kernel, result, a, b, c, wide);

    private enum Kind
    {
        Unary,
        Binary,
        Ternary,
        Wide,
    }

    public static Instruction Unary(delegate*<void*, void*, int, void> kernel, TilePlace result, TilePlace a) =>
        new(Kind.Unary, kernel, result, a);

    public static Instruction Binary(delegate*<void*, void*, void*, int, void> kernel, TilePlace result, TilePlace a, TilePlace b) =>
        new(Kind.Binary, kernel, result, a, b);

    public static Instruction Ternary(delegate*<void*, void*, void*, void*, int, void> kernel, TilePlace result, TilePlace a, TilePlace b, TilePlace c) =>
        new(Kind.Ternary, kernel, result, a, b, c);

    public static Instruction Gather(TilePlace result, AffineView view, nint source, int size) =>
        new(Kind.Wide, null, result, wide: new GatherTile(view, source, size));

    public static Instruction Iota(TilePlace result, long stride, int extent) => new(Kind.Wide, null, result, wide: new IotaTile(stride, extent));

    public static Instruction Random(TilePlace result, RandomOp op, nint state) => new(Kind.Wide, null, result, wide: new RandomTile(op.Kind, op.Ordinal, state));

    public static Instruction Code(TileCode code) => new(Kind.Wide, null, default, wide: code);

    /// <summary>After how many positions a gathered operand begins anew; 0 if it does not.</summary>
    public long Pattern => (wide as GatherTile)?.Pattern ?? 0;

    /// <summary>Whether a gathered tile from this position on would be the same as the one before it, of so many positions.</summary>
    public bool Repeats(long position, int n, int before) => ((GatherTile)wide!).Repeats(position, n, before);

    public void Run(nint* bases, long position, int n)
    {
        void* y = result.At(bases, position);
        switch (kind)
        {
            case Kind.Unary:
                ((delegate*<void*, void*, int, void>)kernel)(a.At(bases, position), y, n);
                break;
            case Kind.Binary:
                ((delegate*<void*, void*, void*, int, void>)kernel)(a.At(bases, position), b.At(bases, position), y, n);
                break;
            case Kind.Ternary:
                ((delegate*<void*, void*, void*, void*, int, void>)kernel)(
                    a.At(bases, position), b.At(bases, position), c.At(bases, position), y, n);
                break;
            default:
                wide!.Run(bases, y, position, n);
                break;
        }
    }

    private sealed class GatherTile : WideInstruction
    {
        private readonly AffineView view;
        private readonly nint source;
        private readonly int size;
        private readonly long block;

        public GatherTile(AffineView view, nint source, int size)
        {
            (this.view, this.source, this.size) = (view, source, size);
            int axis = 0;
            long pattern = 1;
            for (; axis < view.Rank && view.Stride(axis) != 0; axis++)
                pattern *= view.Extent(axis);
            if (axis < view.Rank)
                (Pattern, block) = (pattern, pattern * view.Extent(axis));
        }

        public long Pattern { get; }

        public bool Repeats(long position, int n, int before) =>
            block > 0 && before % Pattern == 0 && (position - before) / block == (position + n - 1) / block;

        public override void Run(nint* bases, void* y, long position, int n)
        {
            if (size == 1)
                StridedCopy.Gather8(view, (void*)source, position, y, n);
            else
                StridedCopy.Gather32(view, (void*)source, position, y, n);
        }
    }

    private sealed class IotaTile(long stride, int extent) : WideInstruction
    {
        public override void Run(nint* bases, void* y, long position, int n)
        {
            var target = (int*)y;
            long inner = position % stride;
            int value = (int)(position / stride % extent);
            for (int i = 0; i < n; i++)
            {
                target[i] = value;
                if (++inner < stride)
                    continue;
                inner = 0;
                value = value + 1 < extent ? value + 1 : 0;
            }
        }
    }

    private sealed class RandomTile(RandomKind kind, int ordinal, nint state) : WideInstruction
    {
        public override void Run(nint* bases, void* y, long position, int n)
        {
            var word = (uint*)state;
            if (kind == RandomKind.Uniform)
                Philox.Uniform((float*)y, position, n, word[0], word[1], (uint)ordinal, word[3], word[2]);
            else if (kind == RandomKind.Normal)
                Philox.Normal((float*)y, position, n, word[0], word[1], (uint)ordinal, word[3], word[2]);
            else
                Philox.Bits((int*)y, position, n, word[0], word[1], (uint)ordinal, word[3], word[2]);
        }
    }
}

/// <summary>An operation that needs to know where in the iteration space the tile is.</summary>
internal abstract unsafe class WideInstruction
{
    /// <param name="bases">What places are relative to.</param>
    /// <param name="y">The tile of the result, if it has one.</param>
    /// <param name="position">The first position.</param>
    /// <param name="n">How many positions.</param>
    public abstract void Run(nint* bases, void* y, long position, int n);
}
