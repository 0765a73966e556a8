using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

internal static partial class VectorMath
{
    /// <summary>
    /// a^b = 2^(b log2 |a|) with the special cases of C's pow: a^0 = 1^b = 1, 0^b = 0 or infinity, the sign of a negative a
    /// for odd b, NaN for a negative finite a and a fractional b.
    /// </summary>
    /// <remarks>The logarithm and the product are taken in double: an exponent up to 128 needs seven bits more than float has.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pow<V>(V a, V b)
        where V : unmanaged, IVec<V>
    {
        V zero = V.Create(0f);
        V one = V.Create(1f);
        V magnitude = V.Abs(a);
        V y = V.SelectEqual(magnitude, one, one, PowMagnitude(magnitude, b));
        V odd = V.SelectEqual(V.Floor(b), b, one, zero);
        V halves = b * V.Create(0.5f);
        odd = V.SelectEqual(V.Floor(halves), halves, zero, odd);
        V sign = a & V.Create(-0f);
        y |= V.SelectEqual(odd, one, sign, zero);
        V fractional = V.SelectEqual(V.Floor(b), b, y, V.Create(float.NaN));
        V finiteNegative = V.SelectLess(V.Create(float.NegativeInfinity), a, fractional, y);
        y = V.SelectLess(a, zero, finiteNegative, y);
        return V.SelectEqual(b, zero, one, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V PowMagnitude<V>(V a, V b)
        where V : unmanaged, IVec<V>
    {
        V least = V.Create(SmallestNormal);
        V scaled = V.SelectLess(a, least, a * V.Create(8388608f), a);
        V exponent = Exponent(scaled);
        V m = V.SubInt(scaled, V.ShiftLeftInt(exponent, 23));
        V e = V.FromInt(exponent) + V.SelectLess(a, least, V.Create(-23f), V.Create(0f));
        // 0 and infinity have logarithms that no mantissa gives; NaN comes back through the last selection.
        e = V.SelectEqual(a, V.Create(0f), V.Create(float.NegativeInfinity), e);
        e = V.SelectLess(a, V.Create(float.PositiveInfinity), e, a);
        PowPart(V.WidenLow(m), V.WidenLow(e), V.WidenLow(b), out V r0, out V n0);
        PowPart(V.WidenHigh(m), V.WidenHigh(e), V.WidenHigh(b), out V r1, out V n1);
        return V.Scale(Exp2(V.Narrow(r0, r1)), V.Narrow(n0, n1));
    }

    /// <summary>b (e + log2 m) = n + r with n integral and |r| at most 1/2, clamped to where 2^n over- or underflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PowPart<V>(V m, V e, V b, out V r, out V n)
        where V : unmanaged, IVec<V>
    {
        V one = V.CreateDouble(1);
        V s = V.DivDouble(V.SubDouble(m, one), V.AddDouble(m, one));
        V log = V.MulAddDouble(s, Log2Series(V.MulDouble(s, s)), e);
        V product = V.MulDouble(b, log);
        product = V.MaxDouble(V.CreateDouble(-160), V.MinDouble(V.CreateDouble(130), product));
        n = V.RoundDouble(product);
        r = V.SubDouble(product, n);
    }

    /// <summary>log2((1 + s) / (1 - s)) / s as a polynomial in s^2 up to 0.04: relative error below 2^-42.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Log2Series<V>(V z)
        where V : unmanaged, IVec<V>
    {
        V p = V.CreateDouble(0.290874172136659);
        p = V.MulAddDouble(p, z, V.CreateDouble(0.3192811860055999));
        p = V.MulAddDouble(p, z, V.CreateDouble(0.41222629284742757));
        p = V.MulAddDouble(p, z, V.CreateDouble(0.57707775410851958));
        p = V.MulAddDouble(p, z, V.CreateDouble(0.96179669483174113));
        return V.MulAddDouble(p, z, V.CreateDouble(2.8853900817774205));
    }

    /// <summary>2^r for |r| at most 1/2: error below 2^-27.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exp2<V>(V r)
        where V : unmanaged, IVec<V>
    {
        V p = V.Create(0.000154698675f);
        p = V.MulAdd(p, r, V.Create(0.00133909821f));
        p = V.MulAdd(p, r, V.Create(0.00961802993f));
        p = V.MulAdd(p, r, V.Create(0.0555035695f));
        p = V.MulAdd(p, r, V.Create(0.240226507f));
        p = V.MulAdd(p, r, V.Create(0.693147182f));
        return V.MulAdd(p, r, V.Create(1f));
    }
}
