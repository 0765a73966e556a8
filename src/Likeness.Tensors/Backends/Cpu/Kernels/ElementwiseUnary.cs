using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

internal readonly struct NegateKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => x ^ V.Create(-0f);
}

internal readonly struct ExpKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => VectorMath.Exp(x);
}

internal readonly struct LogKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => VectorMath.Log(x);
}

internal readonly struct Log1pKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => VectorMath.Log1p(x);
}

internal readonly struct SqrtKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => V.Sqrt(x);
}

internal readonly struct ReciprocalKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => V.Create(1f) / x;
}

internal readonly struct TanhKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => VectorMath.Tanh(x);
}

internal readonly struct SigmoidKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => VectorMath.Sigmoid(x);
}

internal readonly struct AbsKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => V.Abs(x);
}

/// <summary>1, -1, or x itself where it is a zero or NaN.</summary>
internal readonly struct SignKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => V.SelectLess(V.Create(0f), x, V.Create(1f), V.SelectLess(x, V.Create(0f), V.Create(-1f), x));
}

internal readonly struct FloorKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => V.Floor(x);
}

internal readonly struct SinKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => VectorMath.Sin(x);
}

internal readonly struct CosKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => VectorMath.Cos(x);
}

/// <summary>Four-byte elements of any type.</summary>
internal readonly struct CopyKernel : IUnaryKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x)
        where V : unmanaged, IVec<V> => x;
}
