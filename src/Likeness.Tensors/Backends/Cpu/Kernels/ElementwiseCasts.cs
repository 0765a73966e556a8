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
        byte* source = (byte*)x, end = source + (n & -V.Count);
        float* target = (float*)y;
        for (; source < end; source += V.Count, target += V.Count)
            V.Store(TKernel.Apply(V.LoadBytes(source)), target);
        int rest = n & (V.Count - 1);
        if (rest == 0)
            return;
        V part = V.CreateInt(0);
        Unsafe.CopyBlockUnaligned(&part, source, (uint)rest);
        V wide;
        FromBytes<TKernel, V>(&part, &wide, V.Count);
        V.StorePart(wide, target, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToBytes<TKernel, V>(void* x, void* y, int n)
        where TKernel : IUnaryKernel
        where V : unmanaged, IVec<V>
    {
        float* source = (float*)x, end = source + (n & -V.Count);
        byte* target = (byte*)y;
        for (; source < end; source += V.Count, target += V.Count)
            V.StoreBytes(V.MinInt(V.MaxInt(TKernel.Apply(V.Load(source)), V.CreateInt(0)), V.CreateInt(255)), target);
        int rest = n & (V.Count - 1);
        if (rest == 0)
            return;
        V part = V.LoadPart(source, rest);
        V narrow;
        ToBytes<TKernel, V>(&part, &narrow, V.Count);
        Unsafe.CopyBlockUnaligned(target, &narrow, (uint)rest);
    }

    /// <summary>Copies bytes.</summary>
    public static void CopyBytes(void* x, void* y, int n) => Buffer.MemoryCopy(x, y, n, n);
}
