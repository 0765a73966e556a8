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

    /// <summary>
    /// Where the next tile's rows begin: a tile asks the caches for them, NextStep elements a k, while it multiplies its own. They are met
    /// where rows follow each other without gaps; elsewhere it is a hint that misses.
    /// </summary>
    internal float* Next;
    internal nint NextStep;

    /// <summary>Add to C rather than overwrite it.</summary>
    internal bool Accumulate;
}

/// <summary>
/// The register tile: TRows rows times TVectors vectors of columns, each in its own accumulator. Per k: TVectors loads of B, TRows
/// broadcasts of A, TRows * TVectors multiply-adds, so a 6 x 64 tile needs 10 loads for 24 multiply-adds and 29 of 32 registers.
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
        Row c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        var b = tile->B;
        var strideB = tile->StrideB;
        var step = tile->Step;
        var next = tile->Next;
        var nextStep = tile->NextStep;
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
                var b2 = TVectors.Value > 2 ? TLanes.Load(b + 2 * TLanes.Count) : b0;
                var b3 = TVectors.Value > 3 ? TLanes.Load(b + 3 * TLanes.Count) : b0;
                var b4 = TVectors.Value > 4 ? TLanes.Load(b + 4 * TLanes.Count) : b0;
                if (TAhead.Value > 0 && Sse.IsSupported)
                {
                    Sse.Prefetch1(a0 + at + aheadA);
                    // One line of B's row: the hardware follows, and asking for all would leave no place for what is needed now.
                    Sse.Prefetch1(b + aheadB);
                }
                // Taller tiles have no register left for the address.
                else if (TRows.Value <= 6 && Sse.IsSupported)
                {
                    Sse.Prefetch0(next);
                    next += nextStep;
                }
                b += strideB;
                c0.Add(a0[at], b0, b1, b2, b3, b4);
                if (TRows.Value > 1)
                    c1.Add(a1[at], b0, b1, b2, b3, b4);
                if (TRows.Value > 2)
                    c2.Add(a2[at], b0, b1, b2, b3, b4);
                if (TRows.Value > 3)
                    c3.Add(a3[at], b0, b1, b2, b3, b4);
                if (TRows.Value > 4)
                    c4.Add(a4[at], b0, b1, b2, b3, b4);
                if (TRows.Value > 5)
                    c5.Add(a5[at], b0, b1, b2, b3, b4);
                if (TRows.Value > 6)
                    c6.Add(a6[at], b0, b1, b2, b3, b4);
                if (TRows.Value > 7)
                    c7.Add(a7[at], b0, b1, b2, b3, b4);
                at += step;
            }
        }

        c0.Finish(tile, 0);
        if (TRows.Value > 1)
            c1.Finish(tile, 1);
        if (TRows.Value > 2)
            c2.Finish(tile, 2);
        if (TRows.Value > 3)
            c3.Finish(tile, 3);
        if (TRows.Value > 4)
            c4.Finish(tile, 4);
        if (TRows.Value > 5)
            c5.Finish(tile, 5);
        if (TRows.Value > 6)
            c6.Finish(tile, 6);
        if (TRows.Value > 7)
            c7.Finish(tile, 7);
    }

    /// <summary>
    /// A row's accumulators, which the JIT keeps in registers as long as nothing in the loop is a call: it leaves a property of the tile that
    /// has a condition on the constants uninlined, and then spills all of them.
    /// </summary>
    private struct Row
    {
        private TVector v0;
        private TVector v1;
        private TVector v2;
        private TVector v3;
        private TVector v4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Add(float a, TVector b0, TVector b1, TVector b2, TVector b3, TVector b4)
        {
            var x = TLanes.Broadcast(a);
            v0 = TLanes.MultiplyAdd(x, b0, v0);
            if (TVectors.Value > 1)
                v1 = TLanes.MultiplyAdd(x, b1, v1);
            if (TVectors.Value > 2)
                v2 = TLanes.MultiplyAdd(x, b2, v2);
            if (TVectors.Value > 3)
                v3 = TLanes.MultiplyAdd(x, b3, v3);
            if (TVectors.Value > 4)
                v4 = TLanes.MultiplyAdd(x, b4, v4);
        }

        // No call may follow the loop: no vector register survives a call here, so the JIT would spill every accumulator inside the loop.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Finish(TileArguments* tile, int row)
        {
            var c = tile->C + tile->RowC[row];
            if (tile->Accumulate)
            {
                v0 = TLanes.Add(TLanes.Load(c), v0);
                if (TVectors.Value > 1)
                    v1 = TLanes.Add(TLanes.Load(c + TLanes.Count), v1);
                if (TVectors.Value > 2)
                    v2 = TLanes.Add(TLanes.Load(c + 2 * TLanes.Count), v2);
                if (TVectors.Value > 3)
                    v3 = TLanes.Add(TLanes.Load(c + 3 * TLanes.Count), v3);
                if (TVectors.Value > 4)
                    v4 = TLanes.Add(TLanes.Load(c + 4 * TLanes.Count), v4);
            }
            TLanes.Store(v0, c);
            if (TVectors.Value > 1)
                TLanes.Store(v1, c + TLanes.Count);
            if (TVectors.Value > 2)
                TLanes.Store(v2, c + 2 * TLanes.Count);
            if (TVectors.Value > 3)
                TLanes.Store(v3, c + 3 * TLanes.Count);
            if (TVectors.Value > 4)
                TLanes.Store(v4, c + 4 * TLanes.Count);
        }
    }
}
