using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>What is made of the four words of each block: they stand in the low halves of the 64-bit lanes.</summary>
internal unsafe interface IPhiloxDistribution
{
    static abstract void Store<V>(V x0, V x1, V x2, V x3, float* target)
        where V : unmanaged, IVec<V>;
}

/// <summary>The words themselves.</summary>
internal readonly unsafe struct PhiloxBits : IPhiloxDistribution
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(V x0, V x1, V x2, V x3, float* target)
        where V : unmanaged, IVec<V>
    {
        V first = Pair(x0, x1);
        V second = Pair(x2, x3);
        V.Store(V.JoinLow(first, second), target);
        V.Store(V.JoinHigh(first, second), target + V.Count);
    }

    /// <summary>Puts the low halves of two registers side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pair<V>(V low, V high)
        where V : unmanaged, IVec<V> =>
        V.ShiftRightLong(V.ShiftLeftLong(low, 32), 32) | V.ShiftLeftLong(high, 32);
}

/// <summary>The upper 24 bits as a multiple of 2^-24.</summary>
internal readonly unsafe struct PhiloxUniform : IPhiloxDistribution
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(V x0, V x1, V x2, V x3, float* target)
        where V : unmanaged, IVec<V>
    {
        V first = Scale(PhiloxBits.Pair(x0, x1));
        V second = Scale(PhiloxBits.Pair(x2, x3));
        V.Store(V.JoinLow(first, second), target);
        V.Store(V.JoinHigh(first, second), target + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Scale<V>(V words)
        where V : unmanaged, IVec<V> => V.FromInt(V.ShiftRightInt(words, 8)) * V.Create(1f / (1 << 24));
}

/// <summary>
/// Box and Muller's transform: words 0 and 1 of a block give numbers 0 and 1, words 2 and 3 give numbers 2 and 3.
/// sqrt(-2 ln u) cos(2 pi v) and sqrt(-2 ln u) sin(2 pi v) with u = (float(word >> 1) + 1) 2^-31 in (0, 1], so that the tails
/// reach to 6.5 deviations, and v the upper 24 bits of the second word.
/// </summary>
/// <remarks>
/// Products and sums are rounded separately throughout: fused ones would give other bits on machines without them. The
/// constants come from the fits described at <see cref="VectorMath"/>.
/// </remarks>
internal readonly unsafe struct PhiloxNormal : IPhiloxDistribution
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(V x0, V x1, V x2, V x3, float* target)
        where V : unmanaged, IVec<V>
    {
        V radius = Radius(PhiloxBits.Pair(x0, x2));
        SinCosTurns(PhiloxBits.Pair(x1, x3), out V sine, out V cosine);
        V even = radius * cosine;
        V odd = radius * sine;
        V.Store(V.InterleaveLow(even, odd), target);
        V.Store(V.InterleaveHigh(even, odd), target + V.Count);
    }

    /// <summary>sqrt(-2 ln u).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Radius<V>(V words)
        where V : unmanaged, IVec<V>
    {
        V u = (V.FromInt(V.ShiftRightInt(words, 1)) + V.Create(1f)) * V.Create(1f / (1u << 31));
        V exponent = V.ShiftRightSigned(V.SubInt(u, V.CreateInt(0x3f2aaaab)), 23);
        V f = V.SubInt(u, V.ShiftLeftInt(exponent, 23)) - V.Create(1f);
        V e = V.FromInt(exponent);
        V square = f * f;
        V tail = (square * f * LogTail(f)) + (e * V.Create(-2.12194440e-4f));
        V log = (e * V.Create(0.693359375f)) + (f + (tail - (square * V.Create(0.5f))));
        // Rounding may leave a logarithm just above zero next to u = 1.
        return V.Sqrt(V.MaxNative(log * V.Create(-2f), V.Create(0f)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogTail<V>(V f)
        where V : unmanaged, IVec<V>
    {
        V p = (V.Create(-0.128916785f) * f) + V.Create(0.139844298f);
        p = (p * f) + V.Create(-0.12184263f);
        p = (p * f) + V.Create(0.140058711f);
        p = (p * f) + V.Create(-0.166804865f);
        p = (p * f) + V.Create(0.200104058f);
        p = (p * f) + V.Create(-0.249997973f);
        return (p * f) + V.Create(0.333332151f);
    }

    /// <summary>
    /// Sine and cosine of 2 pi v. The 24-bit v splits exactly into a quarter and a rest z within an eighth of a turn, where
    /// the sine is within 2^-27.9 and the cosine within 2^-31 before rounding.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SinCosTurns<V>(V words, out V sine, out V cosine)
        where V : unmanaged, IVec<V>
    {
        V turns = V.ShiftRightInt(words, 8);
        V quarter = V.ShiftRightInt(V.AddInt(turns, V.CreateInt(1 << 21)), 22);
        V z = V.FromInt(V.SubInt(turns, V.ShiftLeftInt(quarter, 22))) * V.Create(1f / (1 << 24));
        V square = z * z;
        V s = (V.Create(-75.4275436f) * square) + V.Create(81.5934296f);
        s = (s * square) + V.Create(-41.341671f);
        s = (z * V.Create(6.28318548f)) + (s * square * z);
        V c = (V.Create(58.6210594f) * square) + V.Create(-85.4245224f);
        c = (c * square) + V.Create(64.9391479f);
        c = (c * square) + V.Create(-19.7392082f);
        c = (c * square) + V.Create(1f);
        V even = V.CreateInt(0);
        V parity = quarter & V.CreateInt(1);
        V sineSign = V.ShiftLeftInt(quarter & V.CreateInt(2), 30);
        V cosineSign = V.ShiftLeftInt(V.AddInt(quarter, V.CreateInt(1)) & V.CreateInt(2), 30);
        sine = V.SelectEqualInt(parity, even, s, c) ^ sineSign;
        cosine = V.SelectEqualInt(parity, even, c, s) ^ cosineSign;
    }
}
