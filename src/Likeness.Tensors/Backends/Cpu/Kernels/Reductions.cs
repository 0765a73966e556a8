using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>Sums and extremes of a contiguous run. The result depends on the values, n and the register width only.</summary>
internal static unsafe class Reductions
{
    // A block is summed in 4 registers of lanes, blocks pairwise: errors grow with the logarithm of n.
    private const int Block = 1024;

    public static float Sum(float* x, int n)
    {
        if (n > Block)
        {
            int half = (n / 2 + Block - 1) / Block * Block;
            return Sum(x, half) + Sum(x + half, n - half);
        }
        return Fold<SumReduction>(x, n);
    }

    /// <summary>Wraps on overflow.</summary>
    public static int Sum(int* x, int n) => BitConverter.SingleToInt32Bits(Fold<SumIntReduction>((float*)x, n));

    /// <summary>The largest value, NaN when there is one; -infinity for n = 0.</summary>
    public static float Max(float* x, int n) => Fold<MaxReduction>(x, n);

    /// <summary>The smallest value, NaN when there is one; infinity for n = 0.</summary>
    public static float Min(float* x, int n) => Fold<MinReduction>(x, n);

    public static int Max(int* x, int n) => BitConverter.SingleToInt32Bits(Fold<MaxIntReduction>((float*)x, n));

    public static int Min(int* x, int n) => BitConverter.SingleToInt32Bits(Fold<MinIntReduction>((float*)x, n));

    /// <summary>The index of the first largest value; a NaN counts as larger than every number. n must not be 0.</summary>
    public static int ArgMax(float* x, int n)
    {
        if (Vector512.IsHardwareAccelerated)
            return IndexOf<Vec512>(x, n, Max(x, n));
        if (Vector256.IsHardwareAccelerated)
            return IndexOf<Vec256>(x, n, Max(x, n));
        return IndexOf<Vec128>(x, n, Max(x, n));
    }

    /// <summary>The index of the first largest value. n must not be 0.</summary>
    public static int ArgMax(int* x, int n) => new ReadOnlySpan<int>(x, n).IndexOf(Max(x, n));

    /// <summary>Where a value that is there, perhaps NaN, stands first: by registers, then by lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOf<V>(float* x, int n, float value)
        where V : unmanaged, IVec<V>
    {
        int i = 0;
        if (float.IsNaN(value))
        {
            while (!float.IsNaN(x[i]))
                i++;
            return i;
        }
        V wanted = V.Create(value);
        while (i <= n - V.Count && !V.AnyEqual(V.Load(x + i), wanted))
            i += V.Count;
        while (x[i] != value)
            i++;
        return i;
    }

    private static float Fold<TReduction>(float* x, int n)
        where TReduction : IReduction
    {
        if (Vector512.IsHardwareAccelerated)
            return Fold<TReduction, Vec512>(x, n);
        if (Vector256.IsHardwareAccelerated)
            return Fold<TReduction, Vec256>(x, n);
        return Fold<TReduction, Vec128>(x, n);
    }

    /// <summary>Four registers run down the values; then registers, then neighbouring lanes are folded onto each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Fold<TReduction, V>(float* x, int n)
        where TReduction : IReduction
        where V : unmanaged, IVec<V>
    {
        V neutral = TReduction.Neutral<V>();
        V a = neutral, b = neutral, c = neutral, d = neutral;
        nint i = 0;
        for (nint quads = n & (-4 * V.Count); i < quads; i += 4 * V.Count)
        {
            a = TReduction.Apply(a, V.Load(x + i));
            b = TReduction.Apply(b, V.Load(x + i + V.Count));
            c = TReduction.Apply(c, V.Load(x + i + (2 * V.Count)));
            d = TReduction.Apply(d, V.Load(x + i + (3 * V.Count)));
        }
        for (; i <= n - V.Count; i += V.Count)
            a = TReduction.Apply(a, V.Load(x + i));
        if (i < n)
            b = TReduction.Apply(b, V.LoadPart(x + i, n - (int)i, neutral));
        V lanes = TReduction.Apply(TReduction.Apply(a, b), TReduction.Apply(c, d));
        lanes = TReduction.Apply(lanes, V.Swap(lanes, 1));
        lanes = TReduction.Apply(lanes, V.Swap(lanes, 2));
        if (V.Count > 4)
            lanes = TReduction.Apply(lanes, V.Swap(lanes, 4));
        if (V.Count > 8)
            lanes = TReduction.Apply(lanes, V.Swap(lanes, 8));
        return V.First(lanes);
    }
}
