using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>Moves rows and planes between a view and a contiguous tile.</summary>
internal unsafe interface IRows<T>
    where T : unmanaged
{
    /// <summary>n elements, a stride apart in the view.</summary>
    static abstract void Row(T* view, long stride, T* tile, int n);

    /// <summary>Whole rows of n elements each, one after another in the tile.</summary>
    static abstract void Plane(T* view, long stride, long rowStride, T* tile, int n, int rows);
}

/// <summary>From a view into a tile.</summary>
internal readonly unsafe struct GatherRows<T, TRuns> : IRows<T>
    where T : unmanaged
    where TRuns : IRuns<T>
{
    // Below this many elements a plain loop beats the call of a block copy.
    private const int ShortRow = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row(T* view, long stride, T* tile, int n)
    {
        if (stride == 1 && n >= ShortRow)
            TRuns.Run(view, tile, n);
        else if (stride == 0)
            new Span<T>(tile, n).Fill(*view);
        else
            Steps(view, (nint)stride, tile, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Plane(T* view, long stride, long rowStride, T* tile, int n, int rows)
    {
        if (rowStride == 0 && rows > 1)
            Repeat(view, stride, tile, n, rows);
        else if (rowStride == 1 && stride is not (0 or 1) && rows > 1)
            Transpose(view, (nint)stride, tile, n, n, rows);
        else if (stride != 1 || !ShortRows.Move(view, (nint)rowStride, tile, n, n, rows))
            for (int row = 0; row < rows; row++)
                Row(view + (row * rowStride), stride, tile + ((nint)row * n), n);
    }

    /// <summary>One row, then as many copies of it as asked for, each twice as long as the one before.</summary>
    private static void Repeat(T* view, long stride, T* tile, int n, int rows)
    {
        Row(view, stride, tile, n);
        long total = (long)n * rows;
        for (long filled = n; filled < total; filled *= 2)
        {
            long bytes = Math.Min(filled, total - filled) * sizeof(T);
            Buffer.MemoryCopy(tile, tile + filled, bytes, bytes);
        }
    }

    /// <summary>
    /// tile[row * pitch + column] = view[column * stride + row]: columns are read in runs, four at a time, and written a row
    /// apart into the tile, which is small enough for L1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(T* view, nint stride, T* tile, nint pitch, int columns, int rows)
    {
        nint column = 0;
        for (; column <= columns - 4; column += 4)
        {
            T* a = view + (column * stride), b = a + stride, c = b + stride, d = c + stride;
            nint row = TRuns.TransposeFour(a, b, c, d, tile + column, pitch, rows);
            for (T* target = tile + (row * pitch) + column; row < rows; row++, target += pitch)
            {
                target[0] = a[row];
                target[1] = b[row];
                target[2] = c[row];
                target[3] = d[row];
            }
        }
        for (; column < columns; column++)
            for (nint row = 0; row < rows; row++)
                tile[(row * pitch) + column] = view[(column * stride) + row];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Steps(T* view, nint stride, T* tile, int n)
    {
        int i = 0;
        for (; i <= n - 4; i += 4, view += 4 * stride)
        {
            tile[i] = view[0];
            tile[i + 1] = view[stride];
            tile[i + 2] = view[2 * stride];
            tile[i + 3] = view[3 * stride];
        }
        for (; i < n; i++, view += stride)
            tile[i] = *view;
    }
}

/// <summary>From a tile into a view.</summary>
internal readonly unsafe struct ScatterRows<T, TRuns> : IRows<T>
    where T : unmanaged
    where TRuns : IRuns<T>
{
    private const int ShortRow = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row(T* view, long stride, T* tile, int n)
    {
        if (stride == 1 && n >= ShortRow)
            TRuns.Run(tile, view, n);
        else
            for (int i = 0; i < n; i++, view += stride)
                *view = tile[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Plane(T* view, long stride, long rowStride, T* tile, int n, int rows)
    {
        if (rowStride == 1 && stride is not (0 or 1) && rows > 1)
            // Four columns of the view at a time, so that each of its cache lines is finished before the next.
            for (int column = 0; column < n; column += 4)
                GatherRows<T, TRuns>.Transpose(
                    tile + column, n, view + (column * stride), (nint)stride, rows, Math.Min(4, n - column));
        else if (stride != 1 || !ShortRows.Move(tile, n, view, (nint)rowStride, n, rows))
            for (int row = 0; row < rows; row++)
                Row(view + (row * rowStride), stride, tile + ((nint)row * n), n);
    }
}

/// <summary>Rows that fill a machine word or a register, such as half the channels of a flow: one move each, where a call would cost more.</summary>
internal static unsafe class ShortRows
{
    /// <summary>Moves rows of n neighbours, each a pitch after the one before; does nothing and returns false if a row is no such width.</summary>
    public static bool Move<T>(T* from, nint fromPitch, T* to, nint toPitch, int n, int rows)
        where T : unmanaged
    {
        fromPitch *= sizeof(T);
        toPitch *= sizeof(T);
        switch (n * sizeof(T))
        {
            case 4:
                Words<uint>((byte*)from, fromPitch, (byte*)to, toPitch, rows);
                return true;
            case 8:
                Words<ulong>((byte*)from, fromPitch, (byte*)to, toPitch, rows);
                return true;
            case 16:
                Words<Vector128<byte>>((byte*)from, fromPitch, (byte*)to, toPitch, rows);
                return true;
            case 32:
                Words<Vector256<byte>>((byte*)from, fromPitch, (byte*)to, toPitch, rows);
                return true;
            default:
                return false;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Words<TWord>(byte* from, nint fromPitch, byte* to, nint toPitch, int rows)
        where TWord : unmanaged
    {
        for (int row = 0; row < rows; row++, from += fromPitch, to += toPitch)
            *(TWord*)to = *(TWord*)from;
    }
}
