using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

internal readonly struct IntToFloatKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => V.FromInt(x);
}

/// <summary>Truncates and saturates; NaN gives 0.</summary>
internal readonly struct FloatToIntKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => V.ToInt(x);
}

/// <summary>Casts between bytes and four-byte elements; to bytes they truncate and clamp to 0..255.</summary>
internal static unsafe class ElementwiseCasts
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromBytes<TKernel, V>(void* x, void* y, int n)
        where TKernel : IUnaryKernel
        where V : unmanaged, IVec<V>
    {
        byte* source = (byte*)x;
        float* target = (float*)y;
        nint whole = n & -V.Count;
        for (nint i = 0; i < whole; i += V.Count)
            V.Store(TKernel.Apply(V.LoadBytes(source + i)), target + i);
        int rest = n & (V.Count - 1);
        if (rest == 0)
            return;
        V part = V.CreateInt(0);
        Unsafe.CopyBlockUnaligned(&part, source + whole, (uint)rest);
        V wide;
        FromBytes<TKernel, V>(&part, &wide, V.Count);
        V.StorePart(wide, target + whole, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToBytes<TKernel, V>(void* x, void* y, int n)
        where TKernel : IUnaryKernel
        where V : unmanaged, IVec<V>
    {
        float* source = (float*)x;
        byte* target = (byte*)y;
        nint whole = n & -V.Count;
        for (nint i = 0; i < whole; i += V.Count)
            V.StoreBytes(V.MinInt(V.MaxInt(TKernel.Apply(V.Load(source + i)), V.CreateInt(0)), V.CreateInt(255)), target + i);
        int rest = n & (V.Count - 1);
        if (rest == 0)
            return;
        V part = V.LoadPart(source + whole, rest, V.Create(0f));
        V narrow;
        ToBytes<TKernel, V>(&part, &narrow, V.Count);
        Unsafe.CopyBlockUnaligned(target + whole, &narrow, (uint)rest);
    }

    /// <summary>Copies bytes.</summary>
    public static void CopyBytes(void* x, void* y, int n) => Buffer.MemoryCopy(x, y, n, n);
}
