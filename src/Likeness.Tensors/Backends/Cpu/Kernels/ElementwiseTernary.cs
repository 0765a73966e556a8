using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>c != 0 ? a : b for a float condition and four-byte elements of any type; NaN counts as true.</summary>
internal readonly struct SelectKernel : ITernaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V c, V a, V b)
        where V : unmanaged, IVec<V> => V.SelectEqual(c, V.Create(0f), b, a);
}

/// <summary>c * a + b.</summary>
internal readonly struct MulAddKernel : ITernaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V c, V a, V b)
        where V : unmanaged, IVec<V> => V.MulAdd(c, a, b);
}
