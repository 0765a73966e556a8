using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

internal readonly struct NegateIntKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => V.SubInt(V.CreateInt(0), x);
}

internal readonly struct AddIntKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.AddInt(a, b);
}

internal readonly struct SubtractIntKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.SubInt(a, b);
}

internal readonly struct MultiplyIntKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.MulInt(a, b);
}

/// <summary>Truncates; a / 0 is 0. No vector instruction divides integers: the lanes go one by one.</summary>
internal readonly unsafe struct DivideIntKernel : IBinaryKernel
{
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V>
    {
        int* left = (int*)&a, right = (int*)&b;
        for (int i = 0; i < V.Count; i++)
            left[i] = right[i] switch { 0 => 0, -1 => -left[i], _ => left[i] / right[i] };
        return a;
    }
}

/// <summary>Has the sign of a; 0 where b is 0.</summary>
internal readonly unsafe struct RemainderIntKernel : IBinaryKernel
{
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V>
    {
        int* left = (int*)&a, right = (int*)&b;
        for (int i = 0; i < V.Count; i++)
            left[i] = right[i] is 0 or -1 ? 0 : left[i] % right[i];
        return a;
    }
}

internal readonly struct MinimumIntKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.MinInt(a, b);
}

internal readonly struct MaximumIntKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.MaxInt(a, b);
}

/// <summary>Comparisons of integers give floats.</summary>
internal readonly struct LessIntKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.SelectLessInt(a, b, V.Create(1f), V.Create(0f));
}

internal readonly struct LessEqualIntKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.SelectLessInt(b, a, V.Create(0f), V.Create(1f));
}

internal readonly struct EqualIntKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.SelectEqualInt(a, b, V.Create(1f), V.Create(0f));
}
