using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>
/// Reduces the tiles of a group into a result. Chunks that can reach the same result element add to partial results of their
/// own, which are summed in the order of the chunks: so the bits depend on the shape, not on the threads.
/// </summary>
internal sealed unsafe class TileReducer
{
    private readonly Reduction kind;
    private readonly DType type;
    private readonly TilePlace source;
    private readonly nint target;
    private readonly long[] extents;
    private readonly long[] strides;
    private readonly long repeats = 1;
    private byte* partials;

    public TileReducer(TileReduction reduction, TilePlace source, nint target)
    {
        (kind, type, this.source, this.target) = (reduction.Kind, reduction.Target.DType, source, target);
        Size = reduction.Target.Origin.Shape.Size;
        (List<long> outer, List<long> steps) = reduction.Layout.Collapse();
        if (outer.Count == 0)
            (outer, steps) = ([1], [0]);
        extents = [.. outer];
        strides = [.. steps];
        if (!Folds && strides.Length > 1 && strides[^2] == 0)
            repeats = extents[^2];
        long kept = 1;
        for (int axis = 0; axis < extents.Length && strides[axis] != 0; axis++)
            kept *= extents[axis];
        Leading = kept;
        Period = Math.Max(1, reduction.Layout.Shape.Size / Math.Max(1, kept));
    }

    /// <summary>Elements of the result.</summary>
    public long Size { get; }

    /// <summary>Leading positions that are kept: how often the pattern of the reduction repeats.</summary>
    public long Leading { get; }

    /// <summary>Elements of the iteration space that meet in the same results; whole periods never share a result.</summary>
    public long Period { get; }

    /// <summary>Whether neighbours meet in one result: then its bits depend on where tiles begin.</summary>
    public bool Folds => strides[^1] == 0;

    /// <summary>True when each chunk has results of its own.</summary>
    public bool IsPartial { get; set; }

    /// <summary>Bytes of one chunk's partial result, on a cache line of its own.</summary>
    public long PartialBytes => ((Size * sizeof(float)) + 63) / 64 * 64;

    /// <summary>Prepares a run: where partial results are, and neutral values in the result.</summary>
    public void Start(byte* scratch, long chunks)
    {
        partials = scratch;
        if (IsPartial)
            for (long chunk = 0; chunk < chunks; chunk++)
                Clear(partials + (chunk * PartialBytes));
        else
            Clear((byte*)target);
    }

    public void Add(nint* bases, long position, int n, int chunk)
    {
        var x = (float*)source.At(bases, position);
        var to = (float*)(IsPartial ? partials + (chunk * PartialBytes) : (byte*)target);
        int last = extents.Length - 1;
        long* index = stackalloc long[extents.Length];
        float* result = to + Seek(position, index);
        while (n > 0)
        {
            int run = (int)Math.Min(n, extents[last] - index[last]);
            // Whole rows that meet in the same results.
            int rows = repeats > 1 && run == extents[last] ? (int)Math.Min(n / run, repeats - index[last - 1]) : 1;
            if (Folds)
                Fold(result, x, run);
            else
                Into(result + index[last], x, run, rows);
            x += run * rows;
            n -= run * rows;
            index[last] = 0;
            for (int axis = last - 1; axis >= 0; axis--, rows = 1)
            {
                index[axis] += rows;
                result += rows * strides[axis];
                if (index[axis] < extents[axis])
                    break;
                result -= index[axis] * strides[axis];
                index[axis] = 0;
            }
        }
    }

    /// <summary>Combines the partial results, first chunk first.</summary>
    public void Finish(long chunks)
    {
        if (!IsPartial)
            return;
        Buffer.MemoryCopy(partials, (void*)target, Size * sizeof(float), Size * sizeof(float));
        for (long chunk = 1; chunk < chunks; chunk++)
            for (long done = 0; done < Size; done += int.MaxValue)
                Into((float*)target + done, (float*)(partials + (chunk * PartialBytes)) + done, (int)Math.Min(int.MaxValue, Size - done));
    }

    // The indices of a position, and where the results of its row of the innermost dimension begin.
    private long Seek(long position, long* index)
    {
        long place = 0;
        for (int axis = extents.Length - 1; axis >= 0; axis--)
        {
            (position, index[axis]) = Math.DivRem(position, extents[axis]);
            place += axis < extents.Length - 1 ? index[axis] * strides[axis] : 0;
        }
        return place;
    }

    private void Clear(byte* memory)
    {
        if (kind == Reduction.Sum)
            new Span<byte>(memory, checked((int)(Size * sizeof(float)))).Clear();
        else if (type == DType.F32)
            new Span<float>(memory, checked((int)Size)).Fill(float.NegativeInfinity);
        else
            new Span<int>(memory, checked((int)Size)).Fill(int.MinValue);
    }

    private void Fold(float* result, float* x, int n)
    {
        if (type == DType.I32)
            *(int*)result = kind == Reduction.Sum ? *(int*)result + Reductions.Sum((int*)x, n) : Math.Max(*(int*)result, Reductions.Max((int*)x, n));
        else
            *result = kind == Reduction.Sum ? *result + Reductions.Sum(x, n) : Math.Max(*result, Reductions.Max(x, n));
    }

    private void Into(float* result, float* x, int n, int rows = 1)
    {
        if (type == DType.I32 && kind == Reduction.Sum)
            ReductionsInto.AddInto((int*)result, (int*)x, n, rows);
        else if (type == DType.I32)
            ReductionsInto.MaxInto((int*)result, (int*)x, n, rows);
        else if (kind == Reduction.Sum)
            ReductionsInto.AddInto(result, x, n, rows);
        else
            ReductionsInto.MaxInto(result, x, n, rows);
    }
}
