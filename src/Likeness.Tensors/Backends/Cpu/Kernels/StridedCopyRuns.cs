using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>How elements of one size move several at a time.</summary>
internal unsafe interface IRuns<T>
    where T : unmanaged
{
    /// <summary>A contiguous run.</summary>
    static abstract void Run(T* source, T* target, int n);

    /// <summary>Writes row i as a[i] b[i] c[i] d[i], rows a step apart; returns how many leading rows it took care of.</summary>
    static abstract nint TransposeFour(T* a, T* b, T* c, T* d, T* target, nint step, nint rows);
}

internal readonly unsafe struct WordRuns : IRuns<uint>
{
    // The rows of a tile are short enough for this to beat the runtime's block copy.
    public static void Run(uint* source, uint* target, int n)
    {
        if (Vector512.IsHardwareAccelerated)
            ElementwiseLoops.Unary<CopyKernel, Vec512>(source, target, n);
        else if (Vector256.IsHardwareAccelerated)
            ElementwiseLoops.Unary<CopyKernel, Vec256>(source, target, n);
        else
            ElementwiseLoops.Unary<CopyKernel, Vec128>(source, target, n);
    }

    /// <summary>Four rows at a time: two rounds of interleaving turn four columns into four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint TransposeFour(uint* a, uint* b, uint* c, uint* d, uint* target, nint step, nint rows)
    {
        nint row = 0;
        for (; row <= rows - 4; row += 4, target += 4 * step)
        {
            Vec128 va = Vec128.Load((float*)(a + row)), vb = Vec128.Load((float*)(b + row));
            Vec128 vc = Vec128.Load((float*)(c + row)), vd = Vec128.Load((float*)(d + row));
            Vec128 lowAb = Vec128.InterleaveLow(va, vb), lowCd = Vec128.InterleaveLow(vc, vd);
            Vec128 highAb = Vec128.InterleaveHigh(va, vb), highCd = Vec128.InterleaveHigh(vc, vd);
            Vec128.Store(Vec128.JoinLow(lowAb, lowCd), (float*)target);
            Vec128.Store(Vec128.JoinHigh(lowAb, lowCd), (float*)(target + step));
            Vec128.Store(Vec128.JoinLow(highAb, highCd), (float*)(target + (2 * step)));
            Vec128.Store(Vec128.JoinHigh(highAb, highCd), (float*)(target + (3 * step)));
        }
        return row;
    }
}

internal readonly unsafe struct ByteRuns : IRuns<byte>
{
    public static void Run(byte* source, byte* target, int n) => Unsafe.CopyBlockUnaligned(target, source, (uint)n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint TransposeFour(byte* a, byte* b, byte* c, byte* d, byte* target, nint step, nint rows) => 0;
}
