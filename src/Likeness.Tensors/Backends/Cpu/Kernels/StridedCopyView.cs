using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// How a buffer is read as a row-major N-d array: element (i0, i1, ..) stands at offset + sum of i_k * stride_k, in elements.
/// Built once per plan: extents of 1 are dropped and dimensions that continue one another are merged. Innermost first.
/// </summary>
internal readonly unsafe struct AffineView
{
    /// <summary>How many dimensions a view may have after merging.</summary>
    public const int MaxRank = 8;

    private readonly Extents extents;
    private readonly Extents strides;

    private AffineView(int rank, Extents extents, Extents strides, long count)
    {
        Rank = rank;
        this.extents = extents;
        this.strides = strides;
        Count = count;
    }

    /// <summary>Dimensions left after merging, at least 1.</summary>
    public int Rank { get; }

    /// <summary>Elements of the iteration space.</summary>
    public long Count { get; }

    /// <summary>True when the elements stand one after another.</summary>
    public bool IsContiguous => Rank == 1 && strides[0] == 1;

    /// <summary>True when every element is the same one: a broadcast scalar.</summary>
    public bool IsScalar => Rank == 1 && strides[0] == 0;

    /// <summary>Makes a view from extents and element strides, outermost first as in a shape.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or too many dimensions are left after merging.</exception>
    public static AffineView Create(ReadOnlySpan<int> dims, ReadOnlySpan<long> strides)
    {
        if (dims.Length != strides.Length)
            throw new ArgumentException($"a view of {dims.Length} extents has {strides.Length} strides; give one per extent");
        Extents merged = default, steps = default;
        int rank = 0;
        long count = 1;
        for (int axis = dims.Length - 1; axis >= 0; axis--)
        {
            count *= dims[axis];
            if (dims[axis] == 1)
                continue;
            if (rank > 0 && strides[axis] == steps[rank - 1] * merged[rank - 1])
            {
                merged[rank - 1] *= dims[axis];
                continue;
            }
            if (rank == MaxRank)
                throw new ArgumentException($"a view of {dims.Length} dimensions has more than {MaxRank} that do not merge; copy it first");
            (merged[rank], steps[rank]) = (dims[axis], strides[axis]);
            rank++;
        }
        if (rank == 0)
            merged[rank++] = 1;
        return new(rank, merged, steps, count);
    }

    /// <summary>The extent of a dimension, 0 being the innermost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Extent(int dimension) => extents[dimension];

    /// <summary>The element stride of a dimension, 0 being the innermost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Stride(int dimension) => strides[dimension];

    [InlineArray(MaxRank)]
    private struct Extents
    {
#pragma warning disable IDE0051 // the runtime repeats this field
        private long first;
#pragma warning restore IDE0051
    }
}
