using System.Runtime.Intrinsics;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Xunit;

namespace Likeness.Tests.Backends.Cpu.Kernels;

/// <summary>Accuracy of the elementary functions on every register width this machine has.</summary>
public sealed unsafe class VectorMathTests
{
    private static readonly float[] Special =
    [
        0f, -0f, 1f, -1f, float.Epsilon, -float.Epsilon, 1e-40f, -1e-40f, 1.17549435e-38f, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, BitConverter.Int32BitsToSingle(0x7f812345), 0.5f, 2f, 3f, -2f, -3f,
        88.72f, 88.73f, -87.3f, -87.4f, -103.9f, -104f, 9.01f, -9.1f, 0.99999994f, 1.0000001f, -0.99999994f, 1e10f, -1e20f, 3e38f,
    ];

    [Fact]
    public void Exp() => Check<ExpKernel>(Math.Exp, 1.3);

    [Fact]
    public void Log() => Check<LogKernel>(Math.Log, 1.2);

    [Fact]
    public void Log1p() => Check<Log1pKernel>(Ulps.LogOnePlus, 2);

    [Fact]
    public void Tanh() => Check<TanhKernel>(Math.Tanh, 2.6);

    [Fact]
    public void Sigmoid() => Check<SigmoidKernel>(Ulps.Sigmoid, 2.6);

    [Fact]
    public void Sin() => Check<SinKernel>(Math.Sin, 1.8);

    [Fact]
    public void Cos() => Check<CosKernel>(Math.Cos, 1.8);

    [Fact]
    public void Zeros_keep_their_sign()
    {
        foreach (UnaryKernel kernel in (UnaryKernel[])[UnaryKernel.Log1p, UnaryKernel.Tanh, UnaryKernel.Sin, UnaryKernel.Sign])
        {
            float zero = -0f, y = 1f;
            KernelTable.Unary(kernel)(&zero, &y, 1);
            Assert.True(y == 0 && float.IsNegative(y), kernel.ToString());
        }
    }

    private static void Check<TKernel>(Func<double, double> exact, double bound)
        where TKernel : IUnaryKernel
    {
        float[] x = [.. Special, .. Spread(20011)];
        double[] expected = [.. x.Select(value => exact(value))];
        CheckWidth<TKernel, Vec128>(x, expected, bound);
        if (Vector256.IsHardwareAccelerated)
            CheckWidth<TKernel, Vec256>(x, expected, bound);
        if (Vector512.IsHardwareAccelerated)
            CheckWidth<TKernel, Vec512>(x, expected, bound);
    }

    private static void CheckWidth<TKernel, V>(float[] x, double[] expected, double bound)
        where TKernel : IUnaryKernel
        where V : unmanaged, IVec<V>
    {
        using TileMemory memory = TileMemory.Of<float>(x);
        ElementwiseLoops.Unary<TKernel, V>(memory.Start, memory.Start, x.Length);
        float[] y = memory.Values<float>();
        for (int i = 0; i < x.Length; i++)
            Assert.True(Ulps.Between(expected[i], y[i]) <= bound, $"{typeof(V).Name}: at {x[i]:R} {y[i]:R}, want {expected[i]:R}");
    }

    /// <summary>Floats of every exponent and both signs, then a denser part near one.</summary>
    private static IEnumerable<float> Spread(int count)
    {
        for (int i = 0; i < count; i++)
            yield return BitConverter.UInt32BitsToSingle((uint)(i * (4294967296L / count)) + (uint)(i * 7919 % 65536));
        for (int i = 0; i < count; i++)
            yield return (i - (count / 2)) * (24f / count);
    }
}
