using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// The dot tile of a single column: up to eight rows, since one column gives each row only one chain of multiply-adds, and eight chains are
/// what covers their latency. The eight vectors are summed across their lanes together.
/// </summary>
internal static unsafe class GemmDotColumn<TLanes, TVector, TRows>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
    where TRows : struct, IConstant
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(TileArguments* tile)
    {
        TVector c0 = TLanes.Zero, c1 = TLanes.Zero, c2 = TLanes.Zero, c3 = TLanes.Zero;
        TVector c4 = TLanes.Zero, c5 = TLanes.Zero, c6 = TLanes.Zero, c7 = TLanes.Zero;
        nint whole = tile->SegmentLength & -TLanes.Count;
        var b = tile->B;
        for (var segment = 0; segment < tile->SegmentCount; segment++)
        {
            var a = tile->A + tile->Segments[segment];
            var a0 = a + tile->RowA[0];
            var a1 = TRows.Value > 1 ? a + tile->RowA[1] : a;
            var a2 = TRows.Value > 2 ? a + tile->RowA[2] : a;
            var a3 = TRows.Value > 3 ? a + tile->RowA[3] : a;
            var a4 = TRows.Value > 4 ? a + tile->RowA[4] : a;
            var a5 = TRows.Value > 5 ? a + tile->RowA[5] : a;
            var a6 = TRows.Value > 6 ? a + tile->RowA[6] : a;
            var a7 = TRows.Value > 7 ? a + tile->RowA[7] : a;
            for (nint k = 0; k < whole; k += TLanes.Count)
            {
                var y = TLanes.Load(b + k);
                c0 = TLanes.MultiplyAdd(TLanes.Load(a0 + k), y, c0);
                if (TRows.Value > 1)
                    c1 = TLanes.MultiplyAdd(TLanes.Load(a1 + k), y, c1);
                if (TRows.Value > 2)
                    c2 = TLanes.MultiplyAdd(TLanes.Load(a2 + k), y, c2);
                if (TRows.Value > 3)
                    c3 = TLanes.MultiplyAdd(TLanes.Load(a3 + k), y, c3);
                if (TRows.Value > 4)
                    c4 = TLanes.MultiplyAdd(TLanes.Load(a4 + k), y, c4);
                if (TRows.Value > 5)
                    c5 = TLanes.MultiplyAdd(TLanes.Load(a5 + k), y, c5);
                if (TRows.Value > 6)
                    c6 = TLanes.MultiplyAdd(TLanes.Load(a6 + k), y, c6);
                if (TRows.Value > 7)
                    c7 = TLanes.MultiplyAdd(TLanes.Load(a7 + k), y, c7);
            }
            b += tile->SegmentLength;
        }
        Store(tile, TLanes.Sums(c0, c1, c2, c3), 0);
        if (TRows.Value > 4)
            Store(tile, TLanes.Sums(c4, c5, c6, c7), 4);
        if (tile->SegmentLength != whole)
            GemmDots.AddRemainders(tile, TRows.Value, 1, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TileArguments* tile, Vector128<float> sums, int row)
    {
        var c = tile->C;
        var rows = tile->RowC + row;
        c[rows[0]] = sums.ToScalar();
        if (TRows.Value > row + 1)
            c[rows[1]] = sums.GetElement(1);
        if (TRows.Value > row + 2)
            c[rows[2]] = sums.GetElement(2);
        if (TRows.Value > row + 3)
            c[rows[3]] = sums.GetElement(3);
    }
}
