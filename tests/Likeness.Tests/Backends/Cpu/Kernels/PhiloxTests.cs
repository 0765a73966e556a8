using System.Runtime.Intrinsics;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Runtime;
using Xunit;

namespace Likeness.Tests.Backends.Cpu.Kernels;

public sealed unsafe class PhiloxTests
{
    private static readonly int[] Sizes = [0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100];
    private static readonly long[] Starts = [0, 1, 2, 3, 4, 30, 12345, (1L << 34) - 10];

    // The test vectors published with the Random123 library, kat_vectors, philox4x32 10.
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u,
        0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Known_answers(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x0, uint x1, uint x2, uint x3)
    {
        Assert.Equal((x0, x1, x2, x3), PhiloxReference.Block(c0, c1, c2, c3, k0, k1));
        int* words = stackalloc int[4];
        Philox.Bits(words, 4L * c0, 4, k0, k1, c1, c2, c3);
        Assert.Equal([x0, x1, x2, x3], new ReadOnlySpan<uint>(words, 4).ToArray());
    }

    [Fact]
    public void Bits_are_a_function_of_their_index()
    {
        foreach (long first in Starts)
            foreach (int n in Sizes)
            {
                uint[] expected = [.. Enumerable.Range(0, n).Select(i => PhiloxReference.Bits(first + i, 1, 2, 3, 4, 5))];
                Assert.Equal(expected, Fill<PhiloxBits, Vec128>(first, n).Select(BitConverter.SingleToUInt32Bits));
                if (Vector256.IsHardwareAccelerated)
                    Assert.Equal(expected, Fill<PhiloxBits, Vec256>(first, n).Select(BitConverter.SingleToUInt32Bits));
                if (Vector512.IsHardwareAccelerated)
                    Assert.Equal(expected, Fill<PhiloxBits, Vec512>(first, n).Select(BitConverter.SingleToUInt32Bits));
            }
    }

    [Fact]
    public void Uniforms_equal_the_reference()
    {
        using var y = new TileMemory(1003 * sizeof(float));
        Philox.Uniform(y.Floats, 17, 1003, 1, 2, 3, 4, 5);
        Assert.Equal(Enumerable.Range(0, 1003).Select(i => (float)PhiloxReference.Uniform(17 + i, 1, 2, 3, 4, 5)), y.Values<float>());
    }

    [Fact]
    public void Normals_are_close_to_the_reference()
    {
        using var y = new TileMemory(40001 * sizeof(float));
        Philox.Normal(y.Floats, 17, 40001, 1, 2, 3, 4, 5);
        float[] values = y.Values<float>();
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(PhiloxReference.Normal(17 + i, 1, 2, 3, 4, 5), values[i], 1.5e-6);
    }

    [Fact]
    public void Normals_have_the_same_bits_on_every_width_and_at_every_start()
    {
        float[] whole = Fill<PhiloxNormal, Vec128>(0, 5000);
        if (Vector256.IsHardwareAccelerated)
            Assert.Equal(whole, Fill<PhiloxNormal, Vec256>(0, 5000));
        if (Vector512.IsHardwareAccelerated)
            Assert.Equal(whole, Fill<PhiloxNormal, Vec512>(0, 5000));
        foreach (int first in (int[])[1, 2, 3, 4, 29, 1001])
            foreach (int n in Sizes)
            {
                using var y = new TileMemory(n * sizeof(float));
                Philox.Normal(y.Floats, first, n, 1, 2, 3, 4, 5);
                Assert.Equal(whole[first..(first + n)], y.Values<float>());
            }
    }

    [Fact]
    public void Uniforms_are_uniform()
    {
        float[] y = Draw(&Philox.Uniform);
        Assert.All(y, value => Assert.InRange(value, 0f, 0.99999994f));
        Assert.Equal(0.5, y.Average(v => (double)v), 4 * Math.Sqrt(1.0 / 12 / y.Length));
        Assert.InRange(KolmogorovSmirnov(y, x => x), 0, 1.95 / Math.Sqrt(y.Length));
    }

    [Fact]
    public void Normals_are_normal()
    {
        float[] y = Draw(&Philox.Normal);
        double n = y.Length;
        Assert.Equal(0, y.Average(v => (double)v), 4 / Math.Sqrt(n));
        Assert.Equal(1, y.Average(v => Math.Pow(v, 2)), 4 * Math.Sqrt(2 / n));
        Assert.Equal(0, y.Average(v => Math.Pow(v, 3)), 4 * Math.Sqrt(15 / n));
        Assert.Equal(3, y.Average(v => Math.Pow(v, 4)), 4 * Math.Sqrt(96 / n));
        Assert.InRange(KolmogorovSmirnov(y, NormalCdf), 0, 1.95 / Math.Sqrt(n));
        // The two numbers of a pair share their radius; they must still be uncorrelated.
        Assert.Equal(0, Enumerable.Range(0, y.Length / 2).Average(i => (double)y[2 * i] * y[(2 * i) + 1]), 4 / Math.Sqrt(n / 2));
    }

    private static float[] Fill<TDistribution, V>(long first, int n)
        where TDistribution : IPhiloxDistribution
        where V : unmanaged, IVec<V>
    {
        using var y = new TileMemory(n * sizeof(float));
        Philox.Fill<TDistribution, V>(y.Floats, first, n, new(1, 2, 3, 4, 5));
        return y.Values<float>();
    }

    private static float[] Draw(delegate*<float*, long, int, uint, uint, uint, uint, uint, void> fill)
    {
        const int n = 200_000;
        using var y = new TileMemory(n * sizeof(float));
        fill(y.Floats, 0, n, 20, 24, 0, 0, 7);
        return y.Values<float>();
    }

    private static double KolmogorovSmirnov(float[] sample, Func<double, double> cdf)
    {
        double[] x = [.. sample.Select(v => (double)v).Order()];
        return x.Select((v, i) => Math.Max(cdf(v) - ((double)i / x.Length), ((i + 1.0) / x.Length) - cdf(v))).Max();
    }

    /// <summary>By the series of the error function; |x| stays below 7.</summary>
    private static double NormalCdf(double x)
    {
        double term = x, sum = x;
        for (int k = 1; Math.Abs(term) > 1e-17; k++)
            sum += term *= x * x / ((2 * k) + 1);
        return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }
}
