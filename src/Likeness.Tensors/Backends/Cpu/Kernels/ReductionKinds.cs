using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>An associative fold over lanes with its neutral element.</summary>
internal interface IReduction
{
    static abstract V Neutral<V>()
        where V : unmanaged, IVec<V>;

    static abstract V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V>;
}

internal readonly struct SumReduction : IReduction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Neutral<V>()
        where V : unmanaged, IVec<V> => V.Create(0f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => a + b;
}

internal readonly struct MaxReduction : IReduction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Neutral<V>()
        where V : unmanaged, IVec<V> => V.Create(float.NegativeInfinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.Max(a, b);
}

internal readonly struct MinReduction : IReduction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Neutral<V>()
        where V : unmanaged, IVec<V> => V.Create(float.PositiveInfinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.Min(a, b);
}

internal readonly struct SumIntReduction : IReduction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Neutral<V>()
        where V : unmanaged, IVec<V> => V.CreateInt(0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.AddInt(a, b);
}

internal readonly struct MaxIntReduction : IReduction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Neutral<V>()
        where V : unmanaged, IVec<V> => V.CreateInt(int.MinValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.MaxInt(a, b);
}

internal readonly struct MinIntReduction : IReduction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Neutral<V>()
        where V : unmanaged, IVec<V> => V.CreateInt(int.MaxValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V a, V b)
        where V : unmanaged, IVec<V> => V.MinInt(a, b);
}
