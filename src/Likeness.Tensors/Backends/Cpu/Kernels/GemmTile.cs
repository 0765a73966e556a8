using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// One register tile of C += A * B. A may lie in many ways: row r of the tile starts at A + RowA[r], and its K elements lie in
/// SegmentCount runs of SegmentLength elements, run s shifted by Segments[s], neighbours in a run Step elements apart.
/// A plain matrix has one run; an image patch has one run per line of the filter; a filter gradient one run per line of pixels.
/// </summary>
internal unsafe struct TileArguments
{
    internal float* A;
    internal nint* RowA;
    internal nint* Segments;
    internal int SegmentCount;
    internal int SegmentLength;
    internal nint Step;

    /// <summary>The tile's columns of B: row k at B + k * StrideB (dot tiles: column j at B + j * StrideB).</summary>
    internal float* B;
    internal nint StrideB;

    /// <summary>Row r of the tile is at C + RowC[r]; the tile writes whole vectors.</summary>
    internal float* C;
    internal nint* RowC;

    /// <summary>Add to C rather than overwrite it.</summary>
    internal bool Accumulate;
}

/// <summary>
/// The register tile: TRows rows times TVectors vectors of columns, each in its own accumulator. Per k: TVectors loads of B, TRows
/// broadcasts of A, TRows * TVectors multiply-adds, so an 8 x 32 tile needs 10 loads for 16 multiply-adds and 19 of 32 registers.
/// The branches on TRows, TVectors and TAhead are constants to the JIT: each instantiation is one straight loop. TAhead above zero asks the
/// caches for the operands of that many k later, where neighbours in k are far apart and the hardware does not see them coming.
/// </summary>
internal static unsafe class GemmTile<TLanes, TVector, TRows, TVectors, TAhead>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
    where TRows : struct, IConstant
    where TVectors : struct, IConstant
    where TAhead : struct, IConstant
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(TileArguments* tile)
    {
        TVector c00 = TLanes.Zero, c01 = TLanes.Zero, c10 = TLanes.Zero, c11 = TLanes.Zero;
        TVector c20 = TLanes.Zero, c21 = TLanes.Zero, c30 = TLanes.Zero, c31 = TLanes.Zero;
        TVector c40 = TLanes.Zero, c41 = TLanes.Zero, c50 = TLanes.Zero, c51 = TLanes.Zero;
        TVector c60 = TLanes.Zero, c61 = TLanes.Zero, c70 = TLanes.Zero, c71 = TLanes.Zero;
        var b = tile->B;
        var strideB = tile->StrideB;
        var step = tile->Step;
        var aheadA = TAhead.Value * step;
        var aheadB = TAhead.Value * strideB;
        for (var segment = 0; segment < tile->SegmentCount; segment++)
        {
            var rows = tile->RowA;
            var a = tile->A + tile->Segments[segment];
            var a0 = a + rows[0];
            var a1 = TRows.Value > 1 ? a + rows[1] : a;
            var a2 = TRows.Value > 2 ? a + rows[2] : a;
            var a3 = TRows.Value > 3 ? a + rows[3] : a;
            var a4 = TRows.Value > 4 ? a + rows[4] : a;
            var a5 = TRows.Value > 5 ? a + rows[5] : a;
            var a6 = TRows.Value > 6 ? a + rows[6] : a;
            var a7 = TRows.Value > 7 ? a + rows[7] : a;
            nint at = 0;
            for (nint left = tile->SegmentLength; left != 0; left--)
            {
                var b0 = TLanes.Load(b);
                var b1 = TVectors.Value > 1 ? TLanes.Load(b + TLanes.Count) : b0;
                if (TAhead.Value > 0 && Sse.IsSupported)
                {
                    Sse.Prefetch1(a0 + at + aheadA);
                    Sse.Prefetch1(b + aheadB);
                    if (TVectors.Value > 1)
                        Sse.Prefetch1(b + aheadB + TLanes.Count);
                }
                b += strideB;

                var x = TLanes.Broadcast(a0[at]);
                c00 = TLanes.MultiplyAdd(x, b0, c00);
                if (TVectors.Value > 1)
                    c01 = TLanes.MultiplyAdd(x, b1, c01);
                if (TRows.Value > 1)
                {
                    x = TLanes.Broadcast(a1[at]);
                    c10 = TLanes.MultiplyAdd(x, b0, c10);
                    if (TVectors.Value > 1)
                        c11 = TLanes.MultiplyAdd(x, b1, c11);
                }
                if (TRows.Value > 2)
                {
                    x = TLanes.Broadcast(a2[at]);
                    c20 = TLanes.MultiplyAdd(x, b0, c20);
                    if (TVectors.Value > 1)
                        c21 = TLanes.MultiplyAdd(x, b1, c21);
                }
                if (TRows.Value > 3)
                {
                    x = TLanes.Broadcast(a3[at]);
                    c30 = TLanes.MultiplyAdd(x, b0, c30);
                    if (TVectors.Value > 1)
                        c31 = TLanes.MultiplyAdd(x, b1, c31);
                }
                if (TRows.Value > 4)
                {
                    x = TLanes.Broadcast(a4[at]);
                    c40 = TLanes.MultiplyAdd(x, b0, c40);
                    if (TVectors.Value > 1)
                        c41 = TLanes.MultiplyAdd(x, b1, c41);
                }
                if (TRows.Value > 5)
                {
                    x = TLanes.Broadcast(a5[at]);
                    c50 = TLanes.MultiplyAdd(x, b0, c50);
                    if (TVectors.Value > 1)
                        c51 = TLanes.MultiplyAdd(x, b1, c51);
                }
                if (TRows.Value > 6)
                {
                    x = TLanes.Broadcast(a6[at]);
                    c60 = TLanes.MultiplyAdd(x, b0, c60);
                    if (TVectors.Value > 1)
                        c61 = TLanes.MultiplyAdd(x, b1, c61);
                }
                if (TRows.Value > 7)
                {
                    x = TLanes.Broadcast(a7[at]);
                    c70 = TLanes.MultiplyAdd(x, b0, c70);
                    if (TVectors.Value > 1)
                        c71 = TLanes.MultiplyAdd(x, b1, c71);
                }
                at += step;
            }
        }

        Finish(tile, 0, c00, c01);
        if (TRows.Value > 1)
            Finish(tile, 1, c10, c11);
        if (TRows.Value > 2)
            Finish(tile, 2, c20, c21);
        if (TRows.Value > 3)
            Finish(tile, 3, c30, c31);
        if (TRows.Value > 4)
            Finish(tile, 4, c40, c41);
        if (TRows.Value > 5)
            Finish(tile, 5, c50, c51);
        if (TRows.Value > 6)
            Finish(tile, 6, c60, c61);
        if (TRows.Value > 7)
            Finish(tile, 7, c70, c71);
    }

    // No call may follow the loop: no vector register survives a call here, so the JIT would spill every accumulator inside the loop.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TileArguments* tile, int row, TVector v0, TVector v1)
    {
        var c = tile->C + tile->RowC[row];
        if (tile->Accumulate)
        {
            v0 = TLanes.Add(TLanes.Load(c), v0);
            if (TVectors.Value > 1)
                v1 = TLanes.Add(TLanes.Load(c + TLanes.Count), v1);
        }
        TLanes.Store(v0, c);
        if (TVectors.Value > 1)
            TLanes.Store(v1, c + TLanes.Count);
    }
}
