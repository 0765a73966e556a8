using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// The tile of a single row: eight vectors of columns, read from B in place. A narrow panel would touch a new page of B with every k; this
/// takes four times as much from each.
/// </summary>
internal static unsafe class GemmRow<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(TileArguments* tile)
    {
        TVector c0 = TLanes.Zero, c1 = TLanes.Zero, c2 = TLanes.Zero, c3 = TLanes.Zero;
        TVector c4 = TLanes.Zero, c5 = TLanes.Zero, c6 = TLanes.Zero, c7 = TLanes.Zero;
        var b = tile->B;
        for (var segment = 0; segment < tile->SegmentCount; segment++)
        {
            var a = tile->A + tile->Segments[segment] + tile->RowA[0];
            for (nint left = tile->SegmentLength; left != 0; left--)
            {
                var x = TLanes.Broadcast(*a);
                c0 = TLanes.MultiplyAdd(x, TLanes.Load(b), c0);
                c1 = TLanes.MultiplyAdd(x, TLanes.Load(b + TLanes.Count), c1);
                c2 = TLanes.MultiplyAdd(x, TLanes.Load(b + 2 * TLanes.Count), c2);
                c3 = TLanes.MultiplyAdd(x, TLanes.Load(b + 3 * TLanes.Count), c3);
                c4 = TLanes.MultiplyAdd(x, TLanes.Load(b + 4 * TLanes.Count), c4);
                c5 = TLanes.MultiplyAdd(x, TLanes.Load(b + 5 * TLanes.Count), c5);
                c6 = TLanes.MultiplyAdd(x, TLanes.Load(b + 6 * TLanes.Count), c6);
                c7 = TLanes.MultiplyAdd(x, TLanes.Load(b + 7 * TLanes.Count), c7);
                a += tile->Step;
                b += tile->StrideB;
            }
        }
        var c = tile->C + tile->RowC[0];
        Finish(tile, c0, c);
        Finish(tile, c1, c + TLanes.Count);
        Finish(tile, c2, c + 2 * TLanes.Count);
        Finish(tile, c3, c + 3 * TLanes.Count);
        Finish(tile, c4, c + 4 * TLanes.Count);
        Finish(tile, c5, c + 5 * TLanes.Count);
        Finish(tile, c6, c + 6 * TLanes.Count);
        Finish(tile, c7, c + 7 * TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TileArguments* tile, TVector value, float* to) =>
        TLanes.Store(tile->Accumulate ? TLanes.Add(TLanes.Load(to), value) : value, to);
}

/// <summary>The single-row tile of the chosen vector width.</summary>
internal static unsafe class GemmRows
{
    internal static readonly int Columns = 8 * SimdWidth.Current;

    internal static readonly delegate*<TileArguments*, void> Tile =
        SimdWidth.Current == 16 ? &GemmRow<Lanes512, Vector512<float>>.Run :
        SimdWidth.Current == 8 ? &GemmRow<Lanes256, Vector256<float>>.Run :
        &GemmRow<Lanes128, Vector128<float>>.Run;
}
