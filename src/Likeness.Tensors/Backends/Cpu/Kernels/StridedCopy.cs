using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// Moves a run of a view's row-major iteration space into a contiguous tile (gather) or back (scatter). A run may start and
/// end anywhere; the base pointer is that of element (0, .., 0).
/// </summary>
internal static unsafe class StridedCopy
{
    /// <summary>Four-byte elements of any type.</summary>
    public static void Gather32(in AffineView view, void* source, long start, void* tile, int count) =>
        Walk<GatherRows<uint, WordRuns>, uint>(view, (uint*)source, start, (uint*)tile, count);

    /// <summary>Bytes.</summary>
    public static void Gather8(in AffineView view, void* source, long start, void* tile, int count) =>
        Walk<GatherRows<byte, ByteRuns>, byte>(view, (byte*)source, start, (byte*)tile, count);

    /// <summary>Four-byte elements of a tile to their places in the view; no two may share a place.</summary>
    public static void Scatter32(in AffineView view, void* target, long start, void* tile, int count) =>
        Walk<ScatterRows<uint, WordRuns>, uint>(view, (uint*)target, start, (uint*)tile, count);

    /// <summary>Bytes of a tile to their places in the view.</summary>
    public static void Scatter8(in AffineView view, void* target, long start, void* tile, int count) =>
        Walk<ScatterRows<byte, ByteRuns>, byte>(view, (byte*)target, start, (byte*)tile, count);

    /// <summary>
    /// Cuts a run into planes (whole rows of the two inner dimensions, with a ragged row at either end) and hands them out
    /// one by one, carrying the outer indices along.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Walk<TRows, T>(in AffineView view, T* origin, long start, T* tile, int count)
        where TRows : IRows<T>
        where T : unmanaged
    {
        if (count <= 0)
            return;
        long inner = view.Extent(0), innerStride = view.Stride(0);
        if (view.Rank == 1)
        {
            TRows.Row(origin + (start * innerStride), innerStride, tile, count);
            return;
        }
        long* index = stackalloc long[AffineView.MaxRank];
        T* at = Seek(view, origin, start, index);
        long rows = view.Extent(1), rowStride = view.Stride(1);
        while (true)
        {
            int done;
            if (index[0] != 0 || count < inner)
            {
                done = (int)Math.Min(inner - index[0], count);
                TRows.Row(at, innerStride, tile, done);
            }
            else
            {
                int whole = (int)Math.Min(count / inner, rows - index[1]);
                TRows.Plane(at, innerStride, rowStride, tile, (int)inner, whole);
                done = whole * (int)inner;
            }
            count -= done;
            if (count <= 0)
                return;
            tile += done;
            // A run that goes on has ended at the end of a row.
            long finished = (index[0] + done) / inner;
            at += (finished * rowStride) - (index[0] * innerStride);
            index[0] = 0;
            index[1] += finished;
            for (int d = 1; index[d] == view.Extent(d) && d + 1 < view.Rank; d++)
            {
                at += view.Stride(d + 1) - (index[d] * view.Stride(d));
                index[d] = 0;
                index[d + 1]++;
            }
        }
    }

    private static T* Seek<T>(in AffineView view, T* origin, long start, long* index)
        where T : unmanaged
    {
        for (int d = 0; d < view.Rank; d++)
        {
            (long outer, index[d]) = d == view.Rank - 1 ? (0, start) : Math.DivRem(start, view.Extent(d));
            origin += index[d] * view.Stride(d);
            start = outer;
        }
        return origin;
    }
}
