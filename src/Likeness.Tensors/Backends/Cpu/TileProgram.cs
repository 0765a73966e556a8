using System.Runtime.Intrinsics.X86;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>
/// A fused group ready to run over any range of its iteration space: tile by tile, operation by operation, on tiles that stay in
/// the first-level cache. Contiguous operands are used where they lie; others are gathered into temporary tiles first.
/// </summary>
internal sealed unsafe class TileProgram
{
    /// <summary>Elements of a tile at most: 4 KiB of floats, so that about eight live values fit the first-level cache.</summary>
    public const int Tile = 1024;

    /// <summary>
    /// Operations, times positions, after which a group gets machine code of its own: not within the first step, and late enough that the
    /// millisecond it takes to make is soon saved.
    /// </summary>
    public const long CompiledFrom = 1 << 26;

    private const int TileBytes = Tile * sizeof(float);
    private const int CacheLine = 64;

    // Operands of fewer positions are still in the second-level cache, or soon are.
    private const long ReadAheadFrom = 1 << 14;

    private readonly FusedStep step;
    private readonly Instruction[] gathers;
    private readonly Instruction[] lateStores;
    private readonly Instruction[] splats;
    private readonly TileReducer[] reducers;
    private readonly int tile;
    private readonly long compiledFrom;

    private volatile Code code;
    private TileLayout? uncompiled;
    private long seen;

    /// <param name="step">The group.</param>
    /// <param name="memory">Where its operands lie.</param>
    /// <param name="compiledFrom">Operations, times positions, after which it runs as machine code of its own.</param>
    public TileProgram(FusedStep step, CpuMemory memory, long compiledFrom)
    {
        var layout = new TileLayout(step, memory);
        this.step = step;
        Instruction[] instructions = [.. step.Ops.Select((op, i) => Prepare(layout, op, layout.Results[i]))];
        gathers = [.. layout.Gathers];
        lateStores = [.. layout.LateStores];
        reducers = [.. step.Reductions.Select(reduction => new TileReducer(reduction, layout.Tiled(reduction.Value), memory.Address(reduction.Target)))];
        tile = Array.Exists(reducers, reducer => reducer.Folds) ? Tile : WholePatterns([.. gathers.Select(gather => gather.Pattern).Distinct()]);
        splats = [.. layout.Splats];
        code = new Code(instructions, Sse.IsSupported && ReadsAhead ? [.. layout.Streams.Take(instructions.Length)] : []);
        uncompiled = TileCode.IsSupported ? layout : null;
        this.compiledFrom = compiledFrom;
        WorkerBytes = (long)layout.Temporaries * TileBytes;
    }

    /// <summary>Temporary memory of one worker.</summary>
    public long WorkerBytes { get; }

    public TileReducer[] Reducers => reducers;

    /// <summary>How many instructions it runs for each tile: one for each operation, or fewer since it was compiled.</summary>
    public int Instructions => code.Instructions.Length;

    /// <summary>Computes positions first to first + count.</summary>
    /// <param name="first">Where to start in the iteration space.</param>
    /// <param name="count">How many positions.</param>
    /// <param name="temporaries">Memory of the worker, WorkerBytes long.</param>
    /// <param name="product">The contraction's values from position first on, or null.</param>
    /// <param name="chunk">Which partial result reductions add to.</param>
    public void Run(long first, long count, byte* temporaries, float* product, int chunk)
    {
        nint* bases = stackalloc nint[3];
        bases[(int)TileBase.Fixed] = 0;
        bases[(int)TileBase.Temporary] = (nint)temporaries;
        bases[(int)TileBase.Product] = (nint)product - (nint)(first * sizeof(float));
        if (uncompiled is not null && (seen += count) * step.Ops.Count >= compiledFrom)
            Compile();
        (Instruction[] instructions, TilePlace[] streams) = code;
        foreach (ref readonly Instruction splat in splats.AsSpan())
            splat.Run(bases, 0, Tile);
        for (long position = first; position < first + count; position += tile)
        {
            int n = (int)Math.Min(tile, first + count - position);
            bool hasNext = position + tile + Tile <= first + count;
            foreach (ref readonly Instruction gather in gathers.AsSpan())
                if (position == first || !gather.Repeats(position, n, tile))
                    gather.Run(bases, position, n);
            for (int i = 0; i < instructions.Length; i++)
            {
                // A stream an operation: asked for all at once, they would wait for each other.
                if (hasNext && i < streams.Length)
                    ReadAhead((byte*)streams[i].At(bases, position + tile));
                instructions[i].Run(bases, position, n);
            }
            foreach (TileReducer reducer in reducers)
                reducer.Add(bases, position, n, chunk);
            foreach (ref readonly Instruction store in lateStores.AsSpan())
                store.Run(bases, position, n);
        }
    }

    private bool ReadsAhead => step.Count >= ReadAheadFrom;

    // One worker does it, while the others go on as before: there is no difference but in speed.
    private void Compile()
    {
        if (Interlocked.Exchange(ref uncompiled, null) is not { } layout)
            return;
        Instruction[] compiled = TileCode.Compile(step, layout, code.Instructions, ReadsAhead);
        if (compiled.Length < code.Instructions.Length)
            code = new Code(compiled, []);
    }

    // A tile of whole patterns is often the same as the one before and need not be gathered again; not much smaller for it, though.
    private static int WholePatterns(long[] patterns) =>
        patterns is [> 0 and <= Tile and var pattern] && Tile / pattern * pattern is >= Tile * 3 / 4 and var whole ? (int)whole : Tile;

    private static void ReadAhead(byte* tile)
    {
        for (int line = 0; line < TileBytes; line += CacheLine)
            Sse.Prefetch1(tile + line);
    }

    private static Instruction Prepare(TileLayout layout, TileOp op, TilePlace result)
    {
        Node node = op.Node;
        switch (node.Op)
        {
            case IotaOp iota:
                long stride = iota.Shape.Rank == 0 ? 1 : iota.Shape.Strides()[iota.Axis];
                return Instruction.Iota(result, stride, iota.Shape.Rank == 0 ? 1 : iota.Shape[iota.Axis]);
            case RandomOp random:
                return Instruction.Random(result, random, layout.Splat(op.Operands[0]));
            case SelectOp:
                return Instruction.Ternary(KernelTable.Ternary(TernaryKernel.Select), result,
                    layout.Tiled(op.Operands[0]), layout.Tiled(op.Operands[1]), layout.Tiled(op.Operands[2]));
            case BinaryOp:
                TilePlace a = layout.Operand(op.Operands[0]), b = layout.Operand(op.Operands[1]);
                if (a.IsSplat && b.IsSplat)
                    a = layout.Tiled(op.Operands[0]);
                OperandForm form = a.IsSplat ? OperandForm.ScalarVector : b.IsSplat ? OperandForm.VectorScalar : OperandForm.VectorVector;
                return Instruction.Binary(TileKernels.Binary(node, form), result, a, b);
            default:
                return Instruction.Unary(TileKernels.Unary(node), result, layout.Tiled(op.Operands[0]));
        }
    }

    /// <summary>What is run for each tile, and which operands are asked for a tile ahead meanwhile.</summary>
    private sealed record Code(Instruction[] Instructions, TilePlace[] Streams);
}
