using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>A square of numbers (or of matrices as large): line i, column j begins at start + i * line + j * column.</summary>
internal readonly unsafe struct WinogradSquare(float* start, nint line, nint column)
{
    internal nint Line => line;

    internal nint Column => column;

    internal float* At(nint offset) => start + offset;
}

/// <summary>Steps applied to lines and columns of squares, as many numbers at once as a register holds.</summary>
internal static unsafe class WinogradSquares
{
    /// <summary>Pixels of a tile's side.</summary>
    internal const int Side = 4;

    /// <summary>Points in which products are taken: 6 x 6.</summary>
    internal const int Points = 36;

    // Of the largest square between its two passes.
    private const int BetweenFloats = 6 * 6 * 16;

    /// <summary>Turns the squares at offsets 0, 1, .. count - 1 (whole registers); target lines and columns beyond the given are left alone.</summary>
    internal static void Turn<TStep>(WinogradSquare from, WinogradSquare to, int count, int lines, int columns)
        where TStep : struct, IWinogradStep
    {
        if (SimdWidth.Current == 16)
            Turn<Vec512, TStep>(from, to, count, lines, columns);
        else if (SimdWidth.Current == 8)
            Turn<Vec256, TStep>(from, to, count, lines, columns);
        else
            Turn<Vec128, TStep>(from, to, count, lines, columns);
    }

    /// <summary>
    /// Turns a line of squares that lie side by side, each four pixels after the one before, of pixels with so many channels. Columns that two
    /// squares share are turned once. Square t of the target begins t * channels behind the first.
    /// </summary>
    internal static void TurnLine<TStep>(WinogradSquare from, WinogradSquare to, int channels, int squares, float* between)
        where TStep : struct, IWinogradStep
    {
        if (SimdWidth.Current == 16)
            TurnLine<Vec512, TStep>(from, to, channels, squares, between);
        else if (SimdWidth.Current == 8)
            TurnLine<Vec256, TStep>(from, to, channels, squares, between);
        else
            TurnLine<Vec128, TStep>(from, to, channels, squares, between);
    }

    /// <summary>Floats that a line of so many squares needs in between.</summary>
    internal static int FloatsBetween(int squares) => 6 * (Side * squares + 2) * SimdWidth.Current;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn<V, TStep>(WinogradSquare from, WinogradSquare to, int count, int lines, int columns)
        where V : unmanaged, IVec<V>
        where TStep : struct, IWinogradStep
    {
        nint width = V.Count;
        var between = stackalloc float[BetweenFloats];
        var last = stackalloc float[6 * 16];
        for (nint at = 0; at < count; at += width)
        {
            for (var j = 0; j < TStep.From; j++)
                TStep.Apply<V>(from.At(at + j * from.Column), from.Line, between + j * width, TStep.From * width);
            for (var i = 0; i < lines; i++)
            {
                var target = to.At(at + i * to.Line);
                var line = between + i * TStep.From * width;
                if (columns == TStep.To)
                {
                    TStep.Apply<V>(line, width, target, to.Column);
                    continue;
                }
                TStep.Apply<V>(line, width, last, width);
                for (var j = 0; j < columns; j++)
                    V.Store(V.Load(last + j * width), target + j * to.Column);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnLine<V, TStep>(WinogradSquare from, WinogradSquare to, int channels, int squares, float* between)
        where V : unmanaged, IVec<V>
        where TStep : struct, IWinogradStep
    {
        nint width = V.Count;
        var columns = Side * (squares - 1) + TStep.From;
        for (nint channel = 0; channel < channels; channel += width)
        {
            for (var j = 0; j < columns; j++)
                TStep.Apply<V>(from.At(channel + j * from.Column), from.Line, between + j * width, columns * width);
            for (var i = 0; i < TStep.To; i++)
            {
                var line = between + i * columns * width;
                var target = to.At(channel + i * to.Line);
                for (var square = 0; square < squares; square++, line += Side * width, target += channels)
                    TStep.Apply<V>(line, width, target, to.Column);
            }
        }
    }
}
