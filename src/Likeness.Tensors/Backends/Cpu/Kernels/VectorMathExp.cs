using System.Runtime.CompilerServices;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>Elementary functions of a register of floats.</summary>
/// <remarks>
/// Every polynomial is a minimax fit by Remez exchange at 50 digits on the stated interval, its coefficients then rounded
/// to float and those left fitted again; the error stated beside each is that of the rounded polynomial.
/// </remarks>
internal static partial class VectorMath
{
    private const float Log2E = 1.44269504f;

    // ln 2 in two parts; the first has nine significant bits, so its product with an exponent is exact without FMA.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>e^x; below -103.97 zero, above 88.72 infinity. x = n ln 2 + r with |r| at most ln 2 / 2, e^x = 2^n e^r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x)
        where V : unmanaged, IVec<V>
    {
        // NaN is the second operand, which the machine's minimum and maximum hand through.
        x = V.MaxNative(V.Create(-105f), V.MinNative(V.Create(90f), x));
        V n = V.Round(x * V.Create(Log2E));
        V r = ReduceByLn2(x, n);
        V p = V.MulAdd(V.MulAdd(ExpTail(r), r, V.Create(1f)), r, V.Create(1f));
        return V.Scale(p, n);
    }

    /// <summary>1 / (1 + e^-x), written with e^-|x| so that both tails keep their relative precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x)
        where V : unmanaged, IVec<V>
    {
        V one = V.Create(1f);
        V e = Exp(x | V.Create(-0f));
        return V.SelectLess(x, V.Create(0f), e, one) / (one + e);
    }

    /// <summary>-t / (2 + t) with t = e^(-2|x|) - 1, which loses no digits near zero; the sign of x is put back at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x)
        where V : unmanaged, IVec<V>
    {
        V sign = V.Create(-0f);
        V z = V.MaxNative(V.Create(-20f), (x + x) | sign);
        V n = V.Round(z * V.Create(Log2E));
        V r = ReduceByLn2(z, n);
        V p = V.MulAdd(ExpTail(r) * r, r, r);
        V power = V.ShiftLeftInt(V.AddInt(V.ToIntNative(n), V.CreateInt(127)), 23);
        V t = V.MulAdd(power, p, power - V.Create(1f));
        V y = t / (V.Create(-2f) - t);
        return V.Abs(y) | (x & sign);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ReduceByLn2<V>(V x, V n)
        where V : unmanaged, IVec<V> =>
        V.MulSub(n, V.Create(Ln2Low), V.MulSub(n, V.Create(Ln2High), x));

    /// <summary>(e^r - 1 - r) / r^2 for |r| at most ln 2 / 2: error below 2^-23.8, which is 2^-26.9 of e^r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpTail<V>(V r)
        where V : unmanaged, IVec<V>
    {
        V q = V.Create(0.00139129779f);
        q = V.MulAdd(q, r, V.Create(0.00836375542f));
        q = V.MulAdd(q, r, V.Create(0.0416666418f));
        q = V.MulAdd(q, r, V.Create(0.166665733f));
        return V.MulAdd(q, r, V.Create(0.5f));
    }
}
