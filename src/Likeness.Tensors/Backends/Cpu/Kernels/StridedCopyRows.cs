using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>Moves rows and planes between a view and a contiguous tile.</summary>
internal unsafe interface IRows<TView, TTile>
    where TView : unmanaged
    where TTile : unmanaged
{
    /// <summary>n elements, a stride apart in the view.</summary>
    static abstract void Row(TView* view, long stride, TTile* tile, int n);

    /// <summary>Whole rows of n elements each, one after another in the tile.</summary>
    static abstract void Plane(TView* view, long stride, long rowStride, TTile* tile, int n, int rows);
}

/// <summary>From a view into a tile, with a conversion on the way.</summary>
internal readonly unsafe struct GatherRows<TView, TTile, TConversion> : IRows<TView, TTile>
    where TView : unmanaged
    where TTile : unmanaged
    where TConversion : IConversion<TView, TTile>
{
    // Below this many elements a plain loop beats the call of a block copy.
    private const int ShortRow = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row(TView* view, long stride, TTile* tile, int n)
    {
        if (stride == 1 && n >= ShortRow)
            TConversion.Run(view, tile, n);
        else if (stride == 0)
            new Span<TTile>(tile, n).Fill(TConversion.Apply(*view));
        else
            Steps(view, (nint)stride, tile, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Plane(TView* view, long stride, long rowStride, TTile* tile, int n, int rows)
    {
        if (rowStride == 0 && rows > 1)
            Repeat(view, stride, tile, n, rows);
        else if (rowStride == 1 && stride is not (0 or 1) && rows > 1)
            Transpose(view, (nint)stride, tile, n, n, rows);
        else
            for (int row = 0; row < rows; row++)
                Row(view + (row * rowStride), stride, tile + ((nint)row * n), n);
    }

    /// <summary>One row, then as many copies of it as asked for, each twice as long as the one before.</summary>
    private static void Repeat(TView* view, long stride, TTile* tile, int n, int rows)
    {
        Row(view, stride, tile, n);
        long total = (long)n * rows;
        for (long filled = n; filled < total; filled *= 2)
        {
            long bytes = Math.Min(filled, total - filled) * sizeof(TTile);
            Buffer.MemoryCopy(tile, tile + filled, bytes, bytes);
        }
    }

    /// <summary>
    /// tile[row * pitch + column] = view[column * stride + row]: columns are read in runs, four at a time, and written a row
    /// apart into the tile, which is small enough for L1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(TView* view, nint stride, TTile* tile, nint pitch, int columns, int rows)
    {
        nint column = 0;
        for (; column <= columns - 4; column += 4)
        {
            TView* a = view + (column * stride), b = a + stride, c = b + stride, d = c + stride;
            nint row = TConversion.TransposeFour(a, b, c, d, tile + column, pitch, rows);
            for (TTile* target = tile + (row * pitch) + column; row < rows; row++, target += pitch)
            {
                target[0] = TConversion.Apply(a[row]);
                target[1] = TConversion.Apply(b[row]);
                target[2] = TConversion.Apply(c[row]);
                target[3] = TConversion.Apply(d[row]);
            }
        }
        for (; column < columns; column++)
            for (nint row = 0; row < rows; row++)
                tile[(row * pitch) + column] = TConversion.Apply(view[(column * stride) + row]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Steps(TView* view, nint stride, TTile* tile, int n)
    {
        int i = 0;
        for (; i <= n - 4; i += 4, view += 4 * stride)
        {
            tile[i] = TConversion.Apply(view[0]);
            tile[i + 1] = TConversion.Apply(view[stride]);
            tile[i + 2] = TConversion.Apply(view[2 * stride]);
            tile[i + 3] = TConversion.Apply(view[3 * stride]);
        }
        for (; i < n; i++, view += stride)
            tile[i] = TConversion.Apply(*view);
    }
}

/// <summary>From a tile into a view.</summary>
internal readonly unsafe struct ScatterRows<T, TConversion> : IRows<T, T>
    where T : unmanaged
    where TConversion : IConversion<T, T>
{
    private const int ShortRow = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row(T* view, long stride, T* tile, int n)
    {
        if (stride == 1 && n >= ShortRow)
            TConversion.Run(tile, view, n);
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
                GatherRows<T, T, TConversion>.Transpose(
                    tile + column, n, view + (column * stride), (nint)stride, rows, Math.Min(4, n - column));
        else
            for (int row = 0; row < rows; row++)
                Row(view + (row * rowStride), stride, tile + ((nint)row * n), n);
    }
}
