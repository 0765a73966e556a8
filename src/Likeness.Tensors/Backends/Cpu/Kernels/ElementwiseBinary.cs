using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

internal readonly struct AddKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => a + b;
}

internal readonly struct SubtractKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => a - b;
}

internal readonly struct MultiplyKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => a * b;
}

internal readonly struct DivideKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => a / b;
}

/// <summary>NaN when either operand is NaN.</summary>
internal readonly struct MinimumKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.Min(a, b);
}

/// <summary>NaN when either operand is NaN.</summary>
internal readonly struct MaximumKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.Max(a, b);
}

internal readonly struct LessKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.SelectLess(a, b, V.Create(1f), V.Create(0f));
}

internal readonly struct LessEqualKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.SelectLessEqual(a, b, V.Create(1f), V.Create(0f));
}

internal readonly struct EqualKernel : IBinaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.SelectEqual(a, b, V.Create(1f), V.Create(0f));
}
