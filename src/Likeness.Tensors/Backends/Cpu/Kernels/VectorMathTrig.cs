using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

internal static partial class VectorMath
{
    private const double TwoOverPi = 0.6366197723675814;

    // The first 33 bits of pi/2: products with quarter turns up to 2^20 are exact in double.
    private const double HalfPiHigh = 1.5707963267341256;
    private const double HalfPiLow = 6.077100506506192e-11;
    private const float LargestShortReduction = 1048576f;

    /// <summary>sin x over the whole range; NaN at infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin<V>(V x)
        where V : unmanaged, IVec<V>
    {
        Reduce(V.Abs(x), out V r, out V quarter);
        return QuarterSine(r, quarter) ^ (x & V.Create(-0f));
    }

    /// <summary>cos x over the whole range: the sine a quarter turn on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos<V>(V x)
        where V : unmanaged, IVec<V>
    {
        Reduce(V.Abs(x), out V r, out V quarter);
        return QuarterSine(r, V.AddInt(quarter, V.CreateInt(1)));
    }

    /// <summary>x = quarter * pi/2 + r with |r| at most pi/4, the remainder taken in double and then rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce<V>(V x, out V r, out V quarter)
        where V : unmanaged, IVec<V>
    {
        ReduceDouble(V.WidenLow(x), out V r0, out V n0);
        ReduceDouble(V.WidenHigh(x), out V r1, out V n1);
        V remainder = V.Narrow(r0, r1);
        V turns = V.ToIntNative(V.Narrow(n0, n1));
        if (!V.NoneLess(V.Create(LargestShortReduction), x))
        {
            // Copies, so that only this rare branch keeps its values in memory.
            V longRemainder = remainder;
            V longTurns = turns;
            ReduceLarge(x, ref longRemainder, ref longTurns);
            remainder = longRemainder;
            turns = longTurns;
        }
        r = remainder;
        quarter = turns;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReduceDouble<V>(V x, out V r, out V n)
        where V : unmanaged, IVec<V>
    {
        n = V.RoundDouble(V.MulDouble(x, V.CreateDouble(TwoOverPi)));
        V high = V.SubDouble(x, V.MulDouble(n, V.CreateDouble(HalfPiHigh)));
        r = V.SubDouble(high, V.MulDouble(n, V.CreateDouble(HalfPiLow)));
    }

    /// <summary>sin(r + quarter * pi/2): one of the two polynomials, its sign from bit 1 of the quarter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V QuarterSine<V>(V r, V quarter)
        where V : unmanaged, IVec<V>
    {
        V z = r * r;
        // On |r| <= pi/4 the sine is within 2^-27.9, the cosine within 2^-33, before rounding.
        V s = V.MulAdd(V.Create(-0.000195180954f), z, V.Create(0.00833218824f));
        s = V.MulAdd(s, z, V.Create(-0.166666552f));
        s = V.MulAdd(s * z, r, r);
        V c = V.MulAdd(V.Create(2.44323273e-5f), z, V.Create(-0.00138873095f));
        c = V.MulAdd(c, z, V.Create(0.0416666456f));
        c = V.MulAdd(c * z, z, V.MulAdd(V.Create(-0.5f), z, V.Create(1f)));
        V y = V.SelectEqualInt(quarter & V.CreateInt(1), V.CreateInt(0), s, c);
        return y ^ V.ShiftLeftInt(quarter & V.CreateInt(2), 30);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void ReduceLarge<V>(V x, ref V r, ref V quarter)
        where V : unmanaged, IVec<V>
    {
        fixed (V* remainders = &r, quarters = &quarter)
            for (int i = 0; i < V.Count; i++)
                if (((float*)&x)[i] > LargestShortReduction)
                    ((float*)remainders)[i] = ReduceLarge(((float*)&x)[i], out ((int*)quarters)[i]);
    }

    /// <summary>
    /// Payne and Hanek's reduction. x = m 2^e with a 24-bit m; of 2/pi only the 96 bits matter whose product with m 2^e is
    /// not a multiple of 4 and not below the result's precision.
    /// </summary>
    private static float ReduceLarge(float x, out int quarter)
    {
        quarter = 0;
        if (!float.IsFinite(x))
            return float.NaN;
        uint bits = BitConverter.SingleToUInt32Bits(x);
        int e = (int)(bits >> 23) - 150;
        uint m = (bits & 0x7fffff) | 0x800000;
        int skip = Math.Max(0, e - 2);
        UInt128 window = TwoOverPiBits(skip);
        // In quarter turns the product is m * window * 2^(e - skip - 96): shift so that two integer bits are left on top.
        UInt128 turns = (m * window) << (30 + e - skip);
        UInt128 rounded = turns + (UInt128.One << 125);
        quarter = (int)(rounded >> 126);
        Int128 fraction = (Int128)(turns - ((UInt128)(uint)quarter << 126));
        return (float)((double)fraction * Math.ScaleB(Math.PI / 2, -126));
    }

    private static UInt128 TwoOverPiBits(int skip)
    {
        ReadOnlySpan<uint> words =
            [0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab, 0xdebbc561];
        int first = skip / 32;
        UInt128 window = 0;
        for (int i = 0; i < 4; i++)
            window = (window << 32) | words[first + i];
        return (window << (skip % 32)) >> 32;
    }
}
