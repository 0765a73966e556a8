using System.Runtime.Intrinsics;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Xunit;

namespace Likeness.Tests.Backends.Cpu.Kernels;

public sealed unsafe class ReductionsTests
{
    private static readonly int[] Sizes = [0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 1023, 1025, 5000];

    [Fact]
    public void Sums_and_extremes_of_floats()
    {
        foreach (int n in Sizes)
        {
            float[] x = [.. Enumerable.Range(0, n).Select(i => MathF.Sin(i * 12.9898f) - 0.3f)];
            using TileMemory memory = TileMemory.Of<float>(x);
            double size = x.Sum(v => Math.Abs((double)v));
            Assert.Equal(x.Sum(v => (double)v), Reductions.Sum(memory.Floats, n), 4e-7 * size);
            Assert.Equal(n == 0 ? float.NegativeInfinity : x.Max(), Reductions.Max(memory.Floats, n));
            Assert.Equal(n == 0 ? float.PositiveInfinity : x.Min(), Reductions.Min(memory.Floats, n));
            if (n > 0)
                Assert.Equal(Array.IndexOf(x, x.Max()), Reductions.ArgMax(memory.Floats, n));
        }
    }

    [Fact]
    public void Every_element_counts_on_every_width()
    {
        foreach (int n in Sizes)
        {
            CheckSum<Vec128>(n);
            if (Vector256.IsHardwareAccelerated)
                CheckSum<Vec256>(n);
            if (Vector512.IsHardwareAccelerated)
                CheckSum<Vec512>(n);
        }
    }

    [Fact]
    public void Sums_and_extremes_of_integers()
    {
        foreach (int n in Sizes)
        {
            int[] x = [.. Enumerable.Range(0, n).Select(i => unchecked(i * 1664525 + 1013904223))];
            using TileMemory memory = TileMemory.Of<int>(x);
            Assert.Equal(unchecked((int)x.Sum(v => (long)v)), Reductions.Sum(memory.Ints, n));
            Assert.Equal(n == 0 ? int.MinValue : x.Max(), Reductions.Max(memory.Ints, n));
            Assert.Equal(n == 0 ? int.MaxValue : x.Min(), Reductions.Min(memory.Ints, n));
            if (n > 0)
                Assert.Equal(Array.IndexOf(x, x.Max()), Reductions.ArgMax(memory.Ints, n));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(98)]
    public void NaN_is_the_maximum_and_the_minimum(int place)
    {
        float[] x = [.. Enumerable.Range(0, 99).Select(i => (float)i)];
        x[place] = x[98] = float.NaN;
        using TileMemory memory = TileMemory.Of<float>(x);
        Assert.True(float.IsNaN(Reductions.Max(memory.Floats, 99)));
        Assert.True(float.IsNaN(Reductions.Min(memory.Floats, 99)));
        Assert.Equal(place, Reductions.ArgMax(memory.Floats, 99));
    }

    [Fact]
    public void Ties_go_to_the_first()
    {
        using TileMemory memory = TileMemory.Of<float>([.. Enumerable.Range(0, 70).Select(i => (float)(i % 23))]);
        Assert.Equal(22, Reductions.ArgMax(memory.Floats, 70));
    }

    [Fact]
    public void A_long_sum_keeps_its_digits()
    {
        const int n = 1 << 20;
        using TileMemory memory = TileMemory.Of<float>([.. Enumerable.Repeat(0.1f, n)]);
        Assert.Equal(n * (double)0.1f, Reductions.Sum(memory.Floats, n), 1e-6 * 0.1 * n);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void AccumulatorsTakeOneRowAfterTheOther(int rows)
    {
        foreach (int n in Sizes)
        {
            float[] a = [.. Enumerable.Range(0, n).Select(i => 0.1f * (i % 5))];
            float[] x = [.. Enumerable.Range(0, n * rows).Select(i => 0.3f * (i % 7))];
            float[] Folded(Func<float, float, float> fold) =>
                [.. a.Select((value, i) => Enumerable.Range(0, rows).Aggregate(value, (sum, row) => fold(sum, x[(row * n) + i])))];
            Assert.Equal(Folded((p, q) => p + q), Into(&ReductionsInto.AddInto, a, x, rows));
            Assert.Equal(Folded(Math.Max), Into(&ReductionsInto.MaxInto, a, x, rows));
            Assert.Equal(Folded(Math.Min), Into(&ReductionsInto.MinInto, a, x, rows));
        }
    }

    private static void CheckSum<V>(int n)
        where V : unmanaged, IVec<V>
    {
        using TileMemory memory = TileMemory.Of<int>([.. Enumerable.Range(1, n)]);
        float bits = Reductions.Fold<SumIntReduction, V>(memory.Floats, n);
        Assert.Equal(n * (n + 1) / 2, BitConverter.SingleToInt32Bits(bits));
        bits = Reductions.Fold<MaxIntReduction, V>(memory.Floats, n);
        Assert.Equal(n == 0 ? int.MinValue : n, BitConverter.SingleToInt32Bits(bits));
    }

    private static float[] Into(delegate*<float*, float*, int, int, void> fold, float[] a, float[] x, int rows)
    {
        using TileMemory accumulator = TileMemory.Of<float>(a);
        using TileMemory values = TileMemory.Of<float>(x);
        fold(accumulator.Floats, values.Floats, a.Length, rows);
        return accumulator.Values<float>();
    }
}
