using System.Runtime.Intrinsics;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Xunit;

namespace Likeness.Tests.Backends.Cpu.Kernels;

/// <summary>Integer kernels and casts, including the values where integers overflow.</summary>
public sealed unsafe class ElementwiseIntTests
{
    private static readonly int[] Edges = [0, 1, -1, 2, -2, 7, -7, 255, 256, int.MaxValue, int.MinValue, 16777217, -16777217];

    [Fact]
    public void Binary_kernels()
    {
        int[] a = [.. from left in Edges from right in Edges select left];
        int[] b = [.. from left in Edges from right in Edges select right];
        foreach (BinaryKernel kernel in Enum.GetValues<BinaryKernel>().Where(k => k >= BinaryKernel.AddInt))
            foreach (int n in (int[])[0, 1, 7, 8, 9, 17, 33, a.Length])
            {
                using TileMemory left = TileMemory.Of<int>(a.AsSpan(0, n));
                using TileMemory right = TileMemory.Of<int>(b.AsSpan(0, n));
                using var target = new TileMemory(n * sizeof(int));
                KernelTable.Binary(kernel, OperandForm.VectorVector)(left.Start, right.Start, target.Start, n);
                int[] y = target.Values<int>();
                for (int i = 0; i < n; i++)
                    Assert.True(Meaning(kernel, a[i], b[i]) == y[i], $"{kernel} of {a[i]}, {b[i]} at {i} of {n}: {y[i]}");
            }
    }

    [Fact]
    public void Scalar_operands()
    {
        foreach (BinaryKernel kernel in Enum.GetValues<BinaryKernel>().Where(k => k >= BinaryKernel.AddInt))
        {
            int seven = 7;
            using TileMemory tile = TileMemory.Of<int>(Edges);
            using var target = new TileMemory(Edges.Length * sizeof(int));
            KernelTable.Binary(kernel, OperandForm.VectorScalar)(tile.Start, &seven, target.Start, Edges.Length);
            Assert.Equal(Edges.Select(x => Meaning(kernel, x, 7)), target.Values<int>());
            KernelTable.Binary(kernel, OperandForm.ScalarVector)(&seven, tile.Start, target.Start, Edges.Length);
            Assert.Equal(Edges.Select(x => Meaning(kernel, 7, x)), target.Values<int>());
        }
    }

    [Fact]
    public void Select_moves_integers_untouched()
    {
        using TileMemory condition = TileMemory.Of<float>([.. Edges.Select((_, i) => (float)(i % 2))]);
        using TileMemory a = TileMemory.Of<int>(Edges);
        using TileMemory b = TileMemory.Of<int>([.. Edges.Select(x => ~x)]);
        KernelTable.Ternary(TernaryKernel.Select)(condition.Start, a.Start, b.Start, a.Start, Edges.Length);
        Assert.Equal(Edges.Select((x, i) => i % 2 == 1 ? x : ~x), a.Values<int>());
    }

    [Fact]
    public void Casts_from_bytes()
    {
        foreach (int n in ElementwiseTests.Sizes)
        {
            byte[] x = [.. Enumerable.Range(0, n).Select(i => (byte)(i * 37))];
            Assert.Equal(x.Select(v => (float)v), Cast<byte, float>(CastKernel.U8ToF32, x));
            Assert.Equal(x.Select(v => (int)v), Cast<byte, int>(CastKernel.U8ToI32, x));
            Assert.Equal(x, Cast<byte, byte>(CastKernel.U8ToU8, x));
        }
    }

    [Fact]
    public void Casts_of_floats_truncate_and_saturate()
    {
        float[] edges =
        [
            0f, -0f, 0.9f, -0.9f, 1.5f, -1.5f, 254.9f, 255f, 255.9f, 256f, 3e9f, -3e9f, 2147483520f,
            float.NaN, float.PositiveInfinity, float.NegativeInfinity,
        ];
        foreach (int n in ElementwiseTests.Sizes)
        {
            float[] x = [.. Enumerable.Range(0, n).Select(i => edges[(i * 7) % edges.Length])];
            Assert.Equal(x.Select(ToInt), Cast<float, int>(CastKernel.F32ToI32, x));
            Assert.Equal(x.Select(v => (byte)Math.Clamp(ToInt(v), 0, 255)), Cast<float, byte>(CastKernel.F32ToU8, x));
        }
    }

    [Fact]
    public void Casts_of_integers()
    {
        foreach (int n in ElementwiseTests.Sizes)
        {
            int[] x = [.. Enumerable.Range(0, n).Select(i => Edges[(i * 5) % Edges.Length])];
            Assert.Equal(x.Select(v => (float)v), Cast<int, float>(CastKernel.I32ToF32, x));
            Assert.Equal(x.Select(v => (byte)Math.Clamp(v, 0, 255)), Cast<int, byte>(CastKernel.I32ToU8, x));
        }
    }

    [Fact]
    public void Byte_casts_on_narrower_registers()
    {
        byte[] expected = [.. Enumerable.Range(0, 100).Select(i => (byte)Math.Clamp((i * 11) - 300, 0, 255))];
        CheckBytes<Vec128>(expected);
        if (Vector256.IsHardwareAccelerated)
            CheckBytes<Vec256>(expected);
    }

    private static void CheckBytes<V>(byte[] expected)
        where V : unmanaged, IVec<V>
    {
        using TileMemory wide = TileMemory.Of<int>([.. Enumerable.Range(0, 100).Select(i => (i * 11) - 300)]);
        using var bytes = new TileMemory(100);
        ElementwiseCasts.ToBytes<CopyKernel, V>(wide.Start, bytes.Start, 100);
        Assert.Equal(expected, bytes.Values<byte>());
        ElementwiseCasts.FromBytes<CopyKernel, V>(bytes.Start, wide.Start, 100);
        Assert.Equal(expected.Select(v => (int)v), wide.Values<int>());
    }

    private static TTo[] Cast<TFrom, TTo>(CastKernel kernel, TFrom[] x)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        using TileMemory source = TileMemory.Of<TFrom>(x);
        using var target = new TileMemory(x.Length * sizeof(TTo));
        KernelTable.Cast(kernel)(source.Start, target.Start, x.Length);
        return target.Values<TTo>();
    }

    private static int ToInt(float x) => float.IsNaN(x) ? 0 : (int)Math.Clamp(Math.Truncate((double)x), int.MinValue, int.MaxValue);

    private static int Flag(bool value) => value ? BitConverter.SingleToInt32Bits(1f) : 0;

    private static int Meaning(BinaryKernel kernel, int a, int b) => kernel switch
    {
        BinaryKernel.AddInt => unchecked(a + b),
        BinaryKernel.SubtractInt => unchecked(a - b),
        BinaryKernel.MultiplyInt => unchecked(a * b),
        BinaryKernel.DivideInt => b == 0 ? 0 : unchecked((int)((long)a / b)),
        BinaryKernel.RemainderInt => b == 0 ? 0 : (int)((long)a % b),
        BinaryKernel.MinimumInt => Math.Min(a, b),
        BinaryKernel.MaximumInt => Math.Max(a, b),
        BinaryKernel.LessInt => Flag(a < b),
        BinaryKernel.LessEqualInt => Flag(a <= b),
        BinaryKernel.EqualInt => Flag(a == b),
        _ => throw new ArgumentOutOfRangeException(nameof(kernel), $"{kernel} has no scalar twin here"),
    };
}
