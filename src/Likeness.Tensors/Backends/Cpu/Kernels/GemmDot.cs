using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// The tile for products too narrow to fill a vector with columns: both operands contiguous along k, so the vector runs along k and each
/// of TRows x TColumns accumulators is summed across its lanes at the end. k beyond whole vectors is added by plain scalars.
/// </summary>
internal static unsafe class GemmDot<TLanes, TVector, TRows, TColumns>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
    where TRows : struct, IConstant
    where TColumns : struct, IConstant
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(TileArguments* tile)
    {
        TVector c00 = TLanes.Zero, c01 = TLanes.Zero, c02 = TLanes.Zero, c03 = TLanes.Zero;
        TVector c10 = TLanes.Zero, c11 = TLanes.Zero, c12 = TLanes.Zero, c13 = TLanes.Zero;
        TVector c20 = TLanes.Zero, c21 = TLanes.Zero, c22 = TLanes.Zero, c23 = TLanes.Zero;
        TVector c30 = TLanes.Zero, c31 = TLanes.Zero, c32 = TLanes.Zero, c33 = TLanes.Zero;
        nint whole = tile->SegmentLength & -TLanes.Count;
        var b = tile->B;
        for (var segment = 0; segment < tile->SegmentCount; segment++)
        {
            var a = tile->A + tile->Segments[segment];
            var a0 = a + tile->RowA[0];
            var a1 = TRows.Value > 1 ? a + tile->RowA[1] : a;
            var a2 = TRows.Value > 2 ? a + tile->RowA[2] : a;
            var a3 = TRows.Value > 3 ? a + tile->RowA[3] : a;
            var b0 = b;
            var b1 = b + tile->StrideB;
            var b2 = TColumns.Value > 2 ? b + 2 * tile->StrideB : b;
            var b3 = TColumns.Value > 3 ? b + 3 * tile->StrideB : b;
            for (nint k = 0; k < whole; k += TLanes.Count)
            {
                var y0 = TLanes.Load(b0 + k);
                var y1 = TLanes.Load(b1 + k);
                var y2 = TColumns.Value > 2 ? TLanes.Load(b2 + k) : y0;
                var y3 = TColumns.Value > 3 ? TLanes.Load(b3 + k) : y0;

                var x = TLanes.Load(a0 + k);
                c00 = TLanes.MultiplyAdd(x, y0, c00);
                c01 = TLanes.MultiplyAdd(x, y1, c01);
                if (TColumns.Value > 2)
                    c02 = TLanes.MultiplyAdd(x, y2, c02);
                if (TColumns.Value > 3)
                    c03 = TLanes.MultiplyAdd(x, y3, c03);
                if (TRows.Value > 1)
                {
                    x = TLanes.Load(a1 + k);
                    c10 = TLanes.MultiplyAdd(x, y0, c10);
                    c11 = TLanes.MultiplyAdd(x, y1, c11);
                    if (TColumns.Value > 2)
                        c12 = TLanes.MultiplyAdd(x, y2, c12);
                    if (TColumns.Value > 3)
                        c13 = TLanes.MultiplyAdd(x, y3, c13);
                }
                if (TRows.Value > 2)
                {
                    x = TLanes.Load(a2 + k);
                    c20 = TLanes.MultiplyAdd(x, y0, c20);
                    c21 = TLanes.MultiplyAdd(x, y1, c21);
                    if (TColumns.Value > 2)
                        c22 = TLanes.MultiplyAdd(x, y2, c22);
                    if (TColumns.Value > 3)
                        c23 = TLanes.MultiplyAdd(x, y3, c23);
                }
                if (TRows.Value > 3)
                {
                    x = TLanes.Load(a3 + k);
                    c30 = TLanes.MultiplyAdd(x, y0, c30);
                    c31 = TLanes.MultiplyAdd(x, y1, c31);
                    if (TColumns.Value > 2)
                        c32 = TLanes.MultiplyAdd(x, y2, c32);
                    if (TColumns.Value > 3)
                        c33 = TLanes.MultiplyAdd(x, y3, c33);
                }
            }
            b += tile->SegmentLength;
        }

        Finish(tile, 0, c00, c01, c02, c03);
        if (TRows.Value > 1)
            Finish(tile, 1, c10, c11, c12, c13);
        if (TRows.Value > 2)
            Finish(tile, 2, c20, c21, c22, c23);
        if (TRows.Value > 3)
            Finish(tile, 3, c30, c31, c32, c33);
        if (tile->SegmentLength != whole)
            GemmDots.AddRemainders(tile, TRows.Value, TColumns.Value, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TileArguments* tile, int row, TVector v0, TVector v1, TVector v2, TVector v3)
    {
        var c = tile->C + tile->RowC[row];
        c[0] = TLanes.Sum(v0);
        c[1] = TLanes.Sum(v1);
        if (TColumns.Value > 2)
            c[2] = TLanes.Sum(v2);
        if (TColumns.Value > 3)
            c[3] = TLanes.Sum(v3);
    }
}

/// <summary>The dot tiles of the chosen vector width.</summary>
internal static unsafe class GemmDots
{
    /// <summary>With at most this many columns (or rows, if B is contiguous along k) dots waste less than vectors of columns.</summary>
    internal static readonly int MaxNarrow = SimdWidth.Current / 2;

    private const int MaxRows = 4;
    private const int MaxColumnRows = 8;

    // 4 x 4 accumulators need 32 registers; with 16 there is room for 4 x 2.
    private static readonly int MaxColumns = SimdWidth.Current == 16 ? 4 : 2;

    private static readonly delegate*<TileArguments*, void>[] Tiles =
        SimdWidth.Current == 16 ? All<Lanes512, Vector512<float>>() :
        SimdWidth.Current == 8 ? All<Lanes256, Vector256<float>>() :
        All<Lanes128, Vector128<float>>();

    private static readonly delegate*<TileArguments*, void>[] ColumnTiles =
        SimdWidth.Current == 16 ? AllOfOneColumn<Lanes512, Vector512<float>>() :
        SimdWidth.Current == 8 ? AllOfOneColumn<Lanes256, Vector256<float>>() :
        AllOfOneColumn<Lanes128, Vector128<float>>();

    /// <summary>Whether a run of k this long pays for the sums across lanes.</summary>
    internal static bool Suits(int segmentLength) => segmentLength >= 2 * SimdWidth.Current;

    /// <summary>All rows by all columns; the tile says where A's and C's rows are and where B's first column is. Overwrites C.</summary>
    internal static void Multiply(TileArguments origin, int rows, int columns)
    {
        for (var column = 0; column < columns; column += MaxColumns)
        {
            var width = Math.Min(MaxColumns, columns - column);
            var tile = origin;
            tile.B += column * tile.StrideB;
            tile.C += column;
            var tallest = width == 1 ? MaxColumnRows : MaxRows;
            for (var row = 0; row < rows; row += tallest)
            {
                var height = Math.Min(tallest, rows - row);
                tile.RowA = origin.RowA + row;
                tile.RowC = origin.RowC + row;
                if (width == 1)
                    ColumnTiles[height - 1](&tile);
                else
                    Tiles[(height - 1) * 3 + width - 2](&tile);
            }
        }
    }

    /// <summary>Adds what lies beyond whole vectors in each run of k.</summary>
    internal static void AddRemainders(TileArguments* tile, int rows, int columns, nint whole)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var b = tile->B + column * tile->StrideB;
                var sum = 0f;
                for (var segment = 0; segment < tile->SegmentCount; segment++, b += tile->SegmentLength)
                {
                    var a = tile->A + tile->Segments[segment] + tile->RowA[row];
                    for (var k = whole; k < tile->SegmentLength; k++)
                        sum += a[k] * b[k];
                }
                tile->C[tile->RowC[row] + column] += sum;
            }
        }
    }

    private static delegate*<TileArguments*, void>[] All<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct =>
    [
        &GemmDot<TLanes, TVector, One, Two>.Run, &GemmDot<TLanes, TVector, One, Three>.Run, &GemmDot<TLanes, TVector, One, Four>.Run,
        &GemmDot<TLanes, TVector, Two, Two>.Run, &GemmDot<TLanes, TVector, Two, Three>.Run, &GemmDot<TLanes, TVector, Two, Four>.Run,
        &GemmDot<TLanes, TVector, Three, Two>.Run, &GemmDot<TLanes, TVector, Three, Three>.Run, &GemmDot<TLanes, TVector, Three, Four>.Run,
        &GemmDot<TLanes, TVector, Four, Two>.Run, &GemmDot<TLanes, TVector, Four, Three>.Run, &GemmDot<TLanes, TVector, Four, Four>.Run,
    ];

    private static delegate*<TileArguments*, void>[] AllOfOneColumn<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct =>
    [
        &GemmDotColumn<TLanes, TVector, One>.Run, &GemmDotColumn<TLanes, TVector, Two>.Run,
        &GemmDotColumn<TLanes, TVector, Three>.Run, &GemmDotColumn<TLanes, TVector, Four>.Run,
        &GemmDotColumn<TLanes, TVector, Five>.Run, &GemmDotColumn<TLanes, TVector, Six>.Run,
        &GemmDotColumn<TLanes, TVector, Seven>.Run, &GemmDotColumn<TLanes, TVector, Eight>.Run,
    ];
}
