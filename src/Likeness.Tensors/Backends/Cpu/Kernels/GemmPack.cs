using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// Copies columns of B into a panel: row k holds `width` neighbouring columns (one or two vectors), rows follow each other without gaps,
/// missing columns are zero. A tile then walks the panel front to back with whole-vector loads.
/// </summary>
internal static unsafe class GemmPack
{
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows(float* b, nint strideK, int depth, int columns, int width, float* panel)
    {
        if (columns < width)
            CopyRaggedRows(b, strideK, depth, columns, width, panel);
        else if (Vector512.IsHardwareAccelerated && width == 32)
        {
            for (var k = 0; k < depth; k++, b += strideK, panel += 32)
            {
                var low = Vector512.Load(b);
                var high = Vector512.Load(b + 16);
                low.Store(panel);
                high.Store(panel + 16);
            }
        }
        else if (Vector256.IsHardwareAccelerated && width >= 8)
        {
            for (var k = 0; k < depth; k++, b += strideK, panel += width)
            {
                for (var j = 0; j < width; j += 8)
                    Vector256.Load(b + j).Store(panel + j);
            }
        }
        else
        {
            for (var k = 0; k < depth; k++, b += strideK, panel += width)
            {
                for (var j = 0; j < width; j += 4)
                    Vector128.Load(b + j).Store(panel + j);
            }
        }
    }

    // Whole vectors with a mask while row k's vectors end inside the last row; lane by lane for the rest, so nothing behind B is read.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRaggedRows(float* b, nint strideK, int depth, int columns, int width, float* panel)
    {
        var mask = stackalloc int[32];
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
        if (Avx512F.IsSupported && Vector512.IsHardwareAccelerated)
        {
            for (; column + 16 <= columns; column += 16)
                Transpose16(b + column * strideN, strideN, quads, width, panel + column);
        }
        if (Avx.IsSupported && Vector256.IsHardwareAccelerated)
        {
            for (; column + 8 <= columns; column += 8)
                Transpose8(b + column * strideN, strideN, quads, width, panel + column);
        }
        if (Sse.IsSupported)
        {
            for (; column + 4 <= columns; column += 4)
                Transpose4(b + column * strideN, strideN, quads, width, panel + column);
        }
        Gather(b, 1, strideN, quads, depth, 0, column, width, panel);
        Gather(b, 1, strideN, 0, depth, column, columns, width, panel);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose16(float* b, nint strideN, int depth, int width, float* panel)
    {
        // Vector i of a step: four k of the columns i, i + 4, i + 8, i + 12. "Unsafe" widening, since zeroing the upper half first would
        // chain each step to the one before.
        nint row = width, step = 4 * strideN;
        var end = b + depth;
        while (b < end)
        {
            var b1 = b + strideN;
            var b2 = b1 + strideN;
            var b3 = b2 + strideN;
            var v0 = Lanes(b, step);
            var v1 = Lanes(b1, step);
            var v2 = Lanes(b2, step);
            var v3 = Lanes(b3, step);
            var low01 = Avx512F.UnpackLow(v0, v1).AsDouble();
            var low23 = Avx512F.UnpackLow(v2, v3).AsDouble();
            var high01 = Avx512F.UnpackHigh(v0, v1).AsDouble();
            var high23 = Avx512F.UnpackHigh(v2, v3).AsDouble();
            Avx512F.UnpackLow(low01, low23).AsSingle().Store(panel);
            Avx512F.UnpackHigh(low01, low23).AsSingle().Store(panel + row);
            panel += 2 * row;
            Avx512F.UnpackLow(high01, high23).AsSingle().Store(panel);
            Avx512F.UnpackHigh(high01, high23).AsSingle().Store(panel + row);
            panel += 2 * row;
            b += 4;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Lanes(float* from, nint step)
    {
        var next = from + step;
        var v = Vector128.Load(from).ToVector256Unsafe().WithUpper(Vector128.Load(next));
        next += step;
        var w = Vector128.Load(next).ToVector256Unsafe().WithUpper(Vector128.Load(next + step));
        return v.ToVector512Unsafe().WithUpper(w);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose8(float* b, nint strideN, int depth, int width, float* panel)
    {
        nint row = width, step = 4 * strideN;
        var end = b + depth;
        while (b < end)
        {
            var b1 = b + strideN;
            var b2 = b1 + strideN;
            var b3 = b2 + strideN;
            var v0 = Vector128.Load(b).ToVector256Unsafe().WithUpper(Vector128.Load(b + step));
            var v1 = Vector128.Load(b1).ToVector256Unsafe().WithUpper(Vector128.Load(b1 + step));
            var v2 = Vector128.Load(b2).ToVector256Unsafe().WithUpper(Vector128.Load(b2 + step));
            var v3 = Vector128.Load(b3).ToVector256Unsafe().WithUpper(Vector128.Load(b3 + step));
            var low01 = Avx.UnpackLow(v0, v1).AsDouble();
            var low23 = Avx.UnpackLow(v2, v3).AsDouble();
            var high01 = Avx.UnpackHigh(v0, v1).AsDouble();
            var high23 = Avx.UnpackHigh(v2, v3).AsDouble();
            Avx.UnpackLow(low01, low23).AsSingle().Store(panel);
            Avx.UnpackHigh(low01, low23).AsSingle().Store(panel + row);
            panel += 2 * row;
            Avx.UnpackLow(high01, high23).AsSingle().Store(panel);
            Avx.UnpackHigh(high01, high23).AsSingle().Store(panel + row);
            panel += 2 * row;
            b += 4;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose4(float* b, nint strideN, int depth, int width, float* panel)
    {
        for (var k = 0; k < depth; k += 4, panel += 4 * width)
        {
            var v0 = Vector128.Load(b + k);
            var v1 = Vector128.Load(b + k + strideN);
            var v2 = Vector128.Load(b + k + 2 * strideN);
            var v3 = Vector128.Load(b + k + 3 * strideN);
            var low01 = Sse.UnpackLow(v0, v1);
            var low23 = Sse.UnpackLow(v2, v3);
            var high01 = Sse.UnpackHigh(v0, v1);
            var high23 = Sse.UnpackHigh(v2, v3);
            Sse.MoveLowToHigh(low01, low23).Store(panel);
            Sse.MoveHighToLow(low23, low01).Store(panel + width);
            Sse.MoveLowToHigh(high01, high23).Store(panel + 2 * width);
            Sse.MoveHighToLow(high23, high01).Store(panel + 3 * width);
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
