using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// Copies columns of B into a panel: row k holds `width` neighbouring columns (one to four vectors), rows follow each other without gaps,
/// missing columns are zero. A tile then walks the panel front to back with whole-vector loads.
/// </summary>
internal static unsafe class GemmPack
{
    /// <summary>Columns first .. end of b, `depth` long, into panels whose column 0 is at <paramref name="panels"/>.</summary>
    internal static void Panels(float* b, nint strideK, nint strideN, int depth, int first, int end, float* panels)
    {
        if (strideN == 1)
        {
            var whole = GemmBlock.Panels(end - first);
            // The last may be narrower or wider.
            if (whole * GemmTiles.PanelColumns != end - first)
                whole--;
            CopyWholeRows(b + first, strideK, depth, whole, GemmTiles.PanelColumns, panels + (nint)first * depth);
            first += whole * GemmTiles.PanelColumns;
        }
        var width = 0;
        for (var column = first; column < end; column += width)
        {
            width = GemmBlock.PanelWidth(end - column);
            var existing = Math.Min(width, end - column);
            Panel(b + column * strideN, strideK, strideN, depth, existing, width, panels + (nint)column * depth);
        }
    }

    /// <summary>panel[k, j] = b[k * strideK + j * strideN] for k below depth and j below columns; 0 for the columns up to width.</summary>
    internal static void Panel(float* b, nint strideK, nint strideN, int depth, int columns, int width, float* panel)
    {
        if (columns < width && strideN != 1)
            ClearTail(depth, columns, width, panel);
        if (strideN == 1)
            CopyRows(b, strideK, depth, columns, width, panel);
        else if (strideK == 1)
            TransposeColumns(b, strideN, depth, columns, width, panel);
        else
            Gather(b, strideK, strideN, 0, depth, 0, columns, width, panel);
    }

    private static void CopyRows(float* b, nint strideK, int depth, int columns, int width, float* panel)
    {
        if (columns < width)
            CopyRaggedRows(b, strideK, depth, columns, width, panel);
        else
            CopyWholeRows(b, strideK, depth, 1, width, panel);
    }

    private static void CopyWholeRows(float* b, nint strideK, int depth, int count, int width, float* panels)
    {
        if (Vector512.IsHardwareAccelerated)
            CopyWholeRows<Vec512>(b, strideK, depth, count, width, panels);
        else if (Vector256.IsHardwareAccelerated)
            CopyWholeRows<Vec256>(b, strideK, depth, count, width, panels);
        else
            CopyWholeRows<Vec128>(b, strideK, depth, count, width, panels);
    }

    // Row by row through all panels, not panel by panel: rows may lie pages apart, and a page is best visited once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyWholeRows<V>(float* b, nint strideK, int depth, int count, int width, float* panels)
        where V : unmanaged, IVec<V>
    {
        var next = (nint)width * depth;
        for (var k = 0; k < depth; k++, b += strideK, panels += width)
        {
            float* from = b, to = panels;
            for (var panel = 0; panel < count; panel++, from += width, to += next)
            {
                for (var column = 0; column < width; column += V.Count)
                    V.Store(V.Load(from + column), to + column);
            }
        }
    }

    // Whole vectors with a mask while row k's vectors end inside the last row; lane by lane for the rest, so nothing behind B is read.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRaggedRows(float* b, nint strideK, int depth, int columns, int width, float* panel)
    {
        var mask = stackalloc int[width];
        for (var j = 0; j < width; j++)
            mask[j] = j < columns ? -1 : 0;
        var end = b + (depth - 1) * strideK + columns;
        for (var k = 0; k < depth; k++, b += strideK, panel += width)
        {
            if (strideK > 0 && b + width <= end)
            {
                for (var j = 0; j < width; j += 4)
                    (Vector128.Load(b + j).AsInt32() & Vector128.Load(mask + j)).AsSingle().Store(panel + j);
            }
            else
            {
                for (var j = 0; j < width; j++)
                    panel[j] = j < columns ? b[j] : 0;
            }
        }
    }

    // Groups of columns times four k: each 128-bit lane collects four k of one column, two rounds of shuffles turn every lane by itself.
    private static void TransposeColumns(float* b, nint strideN, int depth, int columns, int width, float* panel)
    {
        var quads = depth & ~3;
        var column = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; column + 16 <= columns; column += 16)
                Transpose<Vec512>(b + column * strideN, strideN, quads, width, panel + column);
        }
        if (Vector256.IsHardwareAccelerated)
        {
            for (; column + 8 <= columns; column += 8)
                Transpose<Vec256>(b + column * strideN, strideN, quads, width, panel + column);
        }
        for (; column + 4 <= columns; column += 4)
            Transpose<Vec128>(b + column * strideN, strideN, quads, width, panel + column);
        Gather(b, 1, strideN, quads, depth, 0, column, width, panel);
        Gather(b, 1, strideN, 0, depth, column, columns, width, panel);
    }

    // Vector i of a step: four k of the columns i, i + 4, i + 8 and so on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose<V>(float* b, nint strideN, int depth, int width, float* panel)
        where V : unmanaged, IVec<V>
    {
        nint row = width, step = 4 * strideN;
        for (var end = b + depth; b < end; b += 4)
        {
            var b1 = b + strideN;
            var b2 = b1 + strideN;
            var v0 = V.LoadParts(b, step);
            var v1 = V.LoadParts(b1, step);
            var v2 = V.LoadParts(b2, step);
            var v3 = V.LoadParts(b2 + strideN, step);
            var low01 = V.InterleaveLow(v0, v1);
            var low23 = V.InterleaveLow(v2, v3);
            var high01 = V.InterleaveHigh(v0, v1);
            var high23 = V.InterleaveHigh(v2, v3);
            V.Store(V.JoinLow(low01, low23), panel);
            V.Store(V.JoinHigh(low01, low23), panel + row);
            panel += 2 * row;
            V.Store(V.JoinLow(high01, high23), panel);
            V.Store(V.JoinHigh(high01, high23), panel + row);
            panel += 2 * row;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(
        float* b, nint strideK, nint strideN, int firstK, int endK, int firstColumn, int endColumn, int width, float* panel)
    {
        for (var j = firstColumn; j < endColumn; j++)
        {
            var from = b + firstK * strideK + j * strideN;
            var to = panel + firstK * (nint)width + j;
            for (var k = firstK; k < endK; k++, from += strideK, to += width)
                *to = *from;
        }
    }

    // Before the columns are written: whole groups of four lanes, from the group that the first missing column shares.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ClearTail(int depth, int columns, int width, float* panel)
    {
        var first = columns & ~3;
        for (var k = 0; k < depth; k++, panel += width)
        {
            for (var j = first; j < width; j += 4)
                Vector128<float>.Zero.Store(panel + j);
        }
    }
}
