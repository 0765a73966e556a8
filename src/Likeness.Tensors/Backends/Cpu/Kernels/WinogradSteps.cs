using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// One of the small matrices of minimal filtering, applied to the register-wide numbers at from, from + step, ..: so many in, so many out.
/// Applied to lines and to columns it turns a square.
/// </summary>
internal unsafe interface IWinogradStep
{
    static abstract int From { get; }

    static abstract int To { get; }

    static abstract void Apply<V>(float* from, nint step, float* to, nint toStep)
        where V : unmanaged, IVec<V>;
}

/// <summary>
/// Numbers that the steps share. They belong to the polynomial through 0, +-a, +-b and infinity with a = 1/sqrt(2), b = sqrt(2): beside the
/// usual +-1, +-2 these halve the rounding error, to about twice that of the plain sum, and leave fewer factors.
/// </summary>
internal static class WinogradPoints
{
    internal const float A = 0.70710678f;
    internal const float B = 1.41421356f;
    internal const float CubeOfA = 0.35355339f;
    internal const float CubeOfB = 2.82842712f;
    internal const float SixthOfB = 0.23570226f;
    internal const float TwoThirdsOfA = 0.47140452f;
}

/// <summary>Six pixels in a row, in the basis in which products are taken.</summary>
internal readonly unsafe struct WinogradSource : IWinogradStep
{
    public static int From => 6;

    public static int To => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<V>(float* from, nint step, float* to, nint toStep)
        where V : unmanaged, IVec<V>
    {
        var (x0, x1, x2) = (V.Load(from), V.Load(from + step), V.Load(from + 2 * step));
        var (x3, x4, x5) = (V.Load(from + 3 * step), V.Load(from + 4 * step), V.Load(from + 5 * step));
        V.Store(V.MulSub(V.Create(2.5f), x2, x0 + x4), to);
        var even = V.MulSub(V.Create(2), x2, x4);
        var odd = V.MulSub(V.Create(WinogradPoints.B), x1, V.Create(WinogradPoints.A) * x3);
        V.Store(even + odd, to + toStep);
        V.Store(even - odd, to + 2 * toStep);
        even = V.MulSub(V.Create(0.5f), x2, x4);
        odd = V.MulSub(V.Create(WinogradPoints.A), x1, V.Create(WinogradPoints.B) * x3);
        V.Store(even + odd, to + 3 * toStep);
        V.Store(even - odd, to + 4 * toStep);
        V.Store(V.MulSub(V.Create(2.5f), x3, x1 + x5), to + 5 * toStep);
    }
}

/// <summary>Three taps of a filter in the basis of products.</summary>
internal readonly unsafe struct WinogradFilter : IWinogradStep
{
    public static int From => 3;

    public static int To => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<V>(float* from, nint step, float* to, nint toStep)
        where V : unmanaged, IVec<V>
    {
        var (g0, g1, g2) = (V.Load(from), V.Load(from + step), V.Load(from + 2 * step));
        V.Store(g0, to);
        var even = V.MulSub(V.Create(1f / 3), g2, V.Create(-2f / 3) * g0);
        var odd = V.Create(WinogradPoints.TwoThirdsOfA) * g1;
        V.Store(even - odd, to + toStep);
        V.Store(even + odd, to + 2 * toStep);
        even = V.MulAdd(V.Create(1f / 3), g2, V.Create(1f / 6) * g0);
        odd = V.Create(WinogradPoints.SixthOfB) * g1;
        V.Store(even + odd, to + 3 * toStep);
        V.Store(even - odd, to + 4 * toStep);
        V.Store(g2, to + 5 * toStep);
    }
}

/// <summary>Products back to four pixels of the result.</summary>
internal readonly unsafe struct WinogradResult : IWinogradStep
{
    public static int From => 6;

    public static int To => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<V>(float* from, nint step, float* to, nint toStep)
        where V : unmanaged, IVec<V>
    {
        var (m1, m2) = (V.Load(from + step), V.Load(from + 2 * step));
        var (m3, m4) = (V.Load(from + 3 * step), V.Load(from + 4 * step));
        var (evenA, oddA, evenB, oddB) = (m1 + m2, m1 - m2, m3 + m4, m3 - m4);
        V.Store(V.Load(from) + evenA + evenB, to);
        V.Store(V.MulAdd(V.Create(WinogradPoints.B), oddB, V.Create(WinogradPoints.A) * oddA), to + toStep);
        V.Store(V.MulAdd(V.Create(2), evenB, V.Create(0.5f) * evenA), to + 2 * toStep);
        var last = V.MulAdd(V.Create(WinogradPoints.CubeOfA), oddA, V.Load(from + 5 * step));
        V.Store(V.MulAdd(V.Create(WinogradPoints.CubeOfB), oddB, last), to + 3 * toStep);
    }
}

/// <summary>The adjoint of <see cref="WinogradResult"/>: a gradient of four pixels in the basis of products.</summary>
internal readonly unsafe struct WinogradSpread : IWinogradStep
{
    public static int From => 4;

    public static int To => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<V>(float* from, nint step, float* to, nint toStep)
        where V : unmanaged, IVec<V>
    {
        var (y0, y1, y2, y3) = (V.Load(from), V.Load(from + step), V.Load(from + 2 * step), V.Load(from + 3 * step));
        V.Store(y0, to);
        var even = V.MulAdd(V.Create(0.5f), y2, y0);
        var odd = V.MulAdd(V.Create(WinogradPoints.CubeOfA), y3, V.Create(WinogradPoints.A) * y1);
        V.Store(even + odd, to + toStep);
        V.Store(even - odd, to + 2 * toStep);
        even = V.MulAdd(V.Create(2), y2, y0);
        odd = V.MulAdd(V.Create(WinogradPoints.CubeOfB), y3, V.Create(WinogradPoints.B) * y1);
        V.Store(even + odd, to + 3 * toStep);
        V.Store(even - odd, to + 4 * toStep);
        V.Store(y3, to + 5 * toStep);
    }
}

/// <summary>The adjoint of <see cref="WinogradFilter"/>: products back to the gradient of three taps.</summary>
internal readonly unsafe struct WinogradTaps : IWinogradStep
{
    public static int From => 6;

    public static int To => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<V>(float* from, nint step, float* to, nint toStep)
        where V : unmanaged, IVec<V>
    {
        var (u1, u2) = (V.Load(from + step), V.Load(from + 2 * step));
        var (u3, u4) = (V.Load(from + 3 * step), V.Load(from + 4 * step));
        var (evenA, oddA, evenB, oddB) = (u1 + u2, u1 - u2, u3 + u4, u3 - u4);
        var first = V.MulSub(V.Create(2f / 3), evenA, V.Load(from));
        V.Store(V.MulAdd(V.Create(1f / 6), evenB, first), to);
        V.Store(V.MulSub(V.Create(WinogradPoints.TwoThirdsOfA), oddA, V.Create(WinogradPoints.SixthOfB) * oddB), to + toStep);
        V.Store(V.MulAdd(V.Create(1f / 3), evenB - evenA, V.Load(from + 5 * step)), to + 2 * toStep);
    }
}
