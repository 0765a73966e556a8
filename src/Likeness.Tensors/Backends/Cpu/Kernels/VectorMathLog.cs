using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

internal static partial class VectorMath
{
    // Subtracting the bits of 2/3 before the exponent is cut out puts the mantissa into [2/3, 4/3).
    private const int TwoThirdsBits = 0x3f2aaaab;
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>ln x; -infinity at 0, NaN below. x = 2^e (1 + f) with f in [-1/3, 1/3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x)
        where V : unmanaged, IVec<V> => V.AllPositiveNormal(x) ? LogNormal(x, V.Create(0f)) : LogSpecial(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogNormal<V>(V x, V shift)
        where V : unmanaged, IVec<V>
    {
        V e = Exponent(x);
        V f = V.SubInt(x, V.ShiftLeftInt(e, 23)) - V.Create(1f);
        return LogSum(f, V.FromInt(e) + shift);
    }

    // The same sums for ordinary lanes, so that a value does not depend on its neighbours.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V LogSpecial<V>(V x)
        where V : unmanaged, IVec<V>
    {
        V least = V.Create(SmallestNormal);
        V scaled = V.SelectLess(x, least, x * V.Create(8388608f), x);
        V y = LogNormal(scaled, V.SelectLess(x, least, V.Create(-23f), V.Create(0f)));
        return Outside(y, x, x);
    }

    /// <summary>
    /// ln(1 + x). With 2^e taken from the rounded 1 + x, f = x 2^-e + (2^-e - 1) is built from x itself, so no digit of a
    /// small x is lost. The result has the sign of x, zeros included.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p<V>(V x)
        where V : unmanaged, IVec<V>
    {
        V u = x + V.Create(1f);
        V e = Exponent(u);
        V steps = V.ShiftLeftInt(e, 23);
        V scaled = V.SelectEqualInt(e, V.CreateInt(0), x, V.SubInt(x, steps));
        // 4 * 2^-e stays a normal number for every exponent, 2^-e does not.
        V f = scaled + V.MulAdd(V.Create(0.25f), V.SubInt(V.Create(4f), steps), V.Create(-1f));
        V y = LogSum(f, V.FromInt(e)) | (x & V.Create(-0f));
        return V.AllPositiveNormal(u) ? y : Outside(y, u, x);
    }

    /// <summary>The logarithm y of u where 0 &lt; u &lt; infinity; else -infinity, NaN, or the infinity in <paramref name="x"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V Outside<V>(V y, V u, V x)
        where V : unmanaged, IVec<V>
    {
        y = V.SelectLess(u, V.Create(float.PositiveInfinity), y, x);
        V outside = V.SelectEqual(u, V.Create(0f), V.Create(float.NegativeInfinity), V.Create(float.NaN));
        return V.SelectLess(V.Create(0f), u, y, outside);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exponent<V>(V x)
        where V : unmanaged, IVec<V> =>
        V.ShiftRightSigned(V.SubInt(x, V.CreateInt(TwoThirdsBits)), 23);

    /// <summary>ln(1 + f) + e ln 2 = f - f^2/2 + f^3 P(f) + e ln 2, smallest terms first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogSum<V>(V f, V e)
        where V : unmanaged, IVec<V>
    {
        V square = f * f;
        V y = V.MulAdd(square * f, LogTail(f), e * V.Create(Ln2Low));
        y = V.MulSub(square, V.Create(0.5f), y);
        return V.MulAdd(e, V.Create(Ln2High), y + f);
    }

    /// <summary>P(f) = (ln(1 + f) - f + f^2/2) / f^3 on [-1/3, 1/3]: f^3 P is within 2^-27.4 of ln(1 + f), relatively.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogTail<V>(V f)
        where V : unmanaged, IVec<V>
    {
        V p = V.Create(-0.128916785f);
        p = V.MulAdd(p, f, V.Create(0.139844298f));
        p = V.MulAdd(p, f, V.Create(-0.12184263f));
        p = V.MulAdd(p, f, V.Create(0.140058711f));
        p = V.MulAdd(p, f, V.Create(-0.166804865f));
        p = V.MulAdd(p, f, V.Create(0.200104058f));
        p = V.MulAdd(p, f, V.Create(-0.249997973f));
        return V.MulAdd(p, f, V.Create(0.333332151f));
    }
}
