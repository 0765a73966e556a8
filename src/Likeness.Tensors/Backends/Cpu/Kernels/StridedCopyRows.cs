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
        else if (rowStride == 1 && stride != 1 && rows > 1)
            Transpose(view, (nint)stride, tile, n, rows);
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
    /// Rows stand next to each other in the view: its columns are read in runs and written a row apart into the tile, which
    /// is small enough for L1. Four columns at a time keep four streams in flight.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(TView* view, nint stride, TTile* tile, int n, int rows)
    {
        int column = 0;
        for (; column <= n - 4; column += 4)
        {
            TView* a = view + (column * stride), b = a + stride, c = b + stride, d = c + stride;
            TTile* target = tile + column;
            int row = TConversion.TransposeFour(a, b, c, d, target, n, rows);
            for (target += (nint)row * n; row < rows; row++, target += n)
            {
                target[0] = TConversion.Apply(a[row]);
                target[1] = TConversion.Apply(b[row]);
                target[2] = TConversion.Apply(c[row]);
                target[3] = TConversion.Apply(d[row]);
            }
        }
        for (; column < n; column++)
            for (int row = 0; row < rows; row++)
                tile[((nint)row * n) + column] = TConversion.Apply(view[(column * stride) + row]);
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
internal readonly unsafe struct ScatterRows<T> : IRows<T, T>
    where T : unmanaged
{
    private const int ShortRow = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row(T* view, long stride, T* tile, int n)
    {
        if (stride == 1 && n >= ShortRow)
            Buffer.MemoryCopy(tile, view, (long)n * sizeof(T), (long)n * sizeof(T));
        else
            for (int i = 0; i < n; i++, view += stride)
                *view = tile[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Plane(T* view, long stride, long rowStride, T* tile, int n, int rows)
    {
        if (rowStride == 1 && stride != 1 && rows > 1)
            for (int column = 0; column < n; column++)
                for (int row = 0; row < rows; row++)
                    view[(column * stride) + row] = tile[((nint)row * n) + column];
        else
            for (int row = 0; row < rows; row++)
                Row(view + (row * rowStride), stride, tile + ((nint)row * n), n);
    }
}
