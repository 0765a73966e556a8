using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>A fused group without a product: its iteration space in chunks fixed by the shape.</summary>
internal sealed unsafe class CpuFused : CpuWork
{
    // About 10 us of work: less is not worth a second thread.
    private const long ChunkCost = 1 << 16;
    private const long MaxChunks = 64;

    // Operations of a group that reduces, as if it were a middling one: the order of a sum must not tell how its terms came about.
    private const int ReducingCost = 8;

    // A random draw, in additions: ten rounds of Philox, for a normal one a logarithm and a sine as well.
    private const int DrawCost = 24;

    private readonly TileProgram program;
    private readonly CpuScratch scratch;
    private readonly Chunks chunks;
    private readonly long count;
    private readonly long chunk;
    private readonly int chunkCount;
    private readonly long partialBytes;

    public CpuFused(FusedStep step, CpuMemory memory, CpuScratch scratch)
    {
        this.scratch = scratch;
        program = new TileProgram(step, memory, scratch.CompiledFrom);
        count = step.Count;
        chunk = ChunkSize(step);
        chunkCount = (int)((count + chunk - 1) / chunk);
        foreach (TileReducer reducer in program.Reducers)
            if (reducer.IsPartial = chunkCount > 1 && chunk % reducer.Period != 0)
                partialBytes += reducer.PartialBytes * chunkCount;
        scratch.Reserve(partialBytes + (scratch.Pool.Threads * program.WorkerBytes));
        chunks = new Chunks(this);
    }

    public override void Run()
    {
        byte* partials = scratch.Pointer;
        foreach (TileReducer reducer in program.Reducers)
        {
            reducer.Start(partials, chunkCount);
            partials += reducer.IsPartial ? reducer.PartialBytes * chunkCount : 0;
        }
        scratch.Pool.Run(chunks, chunkCount);
        foreach (TileReducer reducer in program.Reducers)
            reducer.Finish(chunkCount);
    }

    // Enough chunks to share the work, whole periods of the reductions if those repeat often, few copies of large results.
    private long ChunkSize(FusedStep step)
    {
        int cost = step.Reductions.Count == 0
            ? step.Loads.Count + step.Ops.Sum(op => op.Node.Op is RandomOp ? DrawCost : 1)
            : ReducingCost;
        long wanted = Math.Clamp(count * cost / ChunkCost, 1, MaxChunks);
        long period = 1;
        foreach (TileReducer reducer in program.Reducers)
            if (reducer.Leading >= wanted)
                period = Math.Max(period, reducer.Period);
            else
                wanted = Math.Clamp(count / Math.Max(1, 2 * reducer.Size), 1, wanted);
        long size = Math.Max(1, (count + wanted - 1) / wanted);
        long unit = period > 1 ? period : TileProgram.Tile;
        return (size + unit - 1) / unit * unit;
    }

    private sealed class Chunks(CpuFused owner) : ParallelWork
    {
        internal override void Run(int task, int worker)
        {
            long first = task * owner.chunk;
            byte* temporaries = owner.scratch.Pointer + owner.partialBytes + (worker * owner.program.WorkerBytes);
            owner.program.Run(first, Math.Min(owner.chunk, owner.count - first), temporaries, null, task);
        }
    }
}
