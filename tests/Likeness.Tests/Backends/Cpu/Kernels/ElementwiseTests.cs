using System.Runtime.Intrinsics;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Xunit;

namespace Likeness.Tests.Backends.Cpu.Kernels;

/// <summary>Every entry of the kernel table against its scalar meaning, at awkward sizes, in place and not.</summary>
public sealed unsafe class ElementwiseTests
{
    internal static readonly int[] Sizes = [0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 200];

    [Fact]
    public void Unary_kernels()
    {
        foreach (UnaryKernel kernel in Enum.GetValues<UnaryKernel>())
            foreach (int n in Sizes)
            {
                float[] x = [.. Enumerable.Range(0, n).Select(i => (i * 0.37f) - 3f)];
                float[] y = RunUnary(kernel, x, false);
                for (int i = 0; i < n; i++)
                    Assert.True(Ulps.Between(Meaning(kernel, x[i]), y[i]) <= 3, $"{kernel} of {x[i]} at {i} of {n}: {y[i]}");
                Assert.Equal(y, RunUnary(kernel, x, true));
            }
    }

    [Fact]
    public void A_value_has_the_same_bits_at_every_place()
    {
        float[] x = [.. Enumerable.Range(0, 77).Select(i => MathF.Exp((i * 0.21f) - 8f))];
        foreach (UnaryKernel kernel in Enum.GetValues<UnaryKernel>())
        {
            float[] tile = RunUnary(kernel, x, false);
            for (int i = 0; i < x.Length; i++)
                Assert.Equal(Bits(tile[i]), Bits(RunUnary(kernel, [x[i]], false)[0]));
        }
    }

    [Fact]
    public void Binary_kernels()
    {
        foreach (BinaryKernel kernel in Enum.GetValues<BinaryKernel>().Where(k => k < BinaryKernel.AddInt))
            foreach (int n in Sizes)
                CheckBinary(kernel, n);
    }

    private static void CheckBinary(BinaryKernel kernel, int n)
    {
        float[] a = [.. Enumerable.Range(0, n).Select(i => ((i * 5) % 11) + 0.5f)];
        float[] b = [.. Enumerable.Range(0, n).Select(i => ((i * 3) % 7) + 0.5f)];
        foreach (OperandForm form in Enum.GetValues<OperandForm>())
        {
            if (n == 0 && form != OperandForm.VectorVector)
                continue;
            using TileMemory left = TileMemory.Of<float>(form == OperandForm.ScalarVector ? [2.5f] : a);
            using TileMemory right = TileMemory.Of<float>(form == OperandForm.VectorScalar ? [2.5f] : b);
            using var apart = new TileMemory(n * sizeof(float));
            KernelTable.Binary(kernel, form)(left.Start, right.Start, apart.Start, n);
            float[] y = apart.Values<float>();
            for (int i = 0; i < n; i++)
            {
                float p = form == OperandForm.ScalarVector ? 2.5f : a[i], q = form == OperandForm.VectorScalar ? 2.5f : b[i];
                Assert.True(Ulps.Between(Meaning(kernel, p, q), y[i]) <= 1.5, $"{kernel} {form} of {p}, {q} at {i} of {n}: {y[i]}");
            }
            TileMemory same = form == OperandForm.ScalarVector ? right : left;
            KernelTable.Binary(kernel, form)(left.Start, right.Start, same.Start, n);
            Assert.Equal(y, same.Values<float>());
        }
    }

    [Fact]
    public void A_target_may_be_the_second_operand()
    {
        using TileMemory a = TileMemory.Of<float>([.. Enumerable.Range(0, 37).Select(i => (float)i)]);
        using TileMemory b = TileMemory.Of<float>([.. Enumerable.Range(0, 37).Select(i => i * 10f)]);
        KernelTable.Binary(BinaryKernel.Subtract, OperandForm.VectorVector)(a.Start, b.Start, b.Start, 37);
        Assert.Equal(Enumerable.Range(0, 37).Select(i => i * -9f), b.Values<float>());
    }

    [Fact]
    public void NaN_wins_on_either_side_of_minimum_and_maximum()
    {
        float[] a = [float.NaN, 1f, float.NaN], y = new float[3];
        float[] b = [1f, float.NaN, float.NaN];
        foreach (BinaryKernel kernel in (BinaryKernel[])[BinaryKernel.Minimum, BinaryKernel.Maximum])
        {
            fixed (float* left = a, right = b, target = y)
                KernelTable.Binary(kernel, OperandForm.VectorVector)(left, right, target, 3);
            Assert.All(y, value => Assert.True(float.IsNaN(value)));
        }
    }

    [Fact]
    public void NaN_is_equal_to_nothing()
    {
        float a = float.NaN, y;
        KernelTable.Binary(BinaryKernel.Equal, OperandForm.VectorVector)(&a, &a, &y, 1);
        Assert.Equal(0f, y);
        KernelTable.Binary(BinaryKernel.LessEqual, OperandForm.VectorVector)(&a, &a, &y, 1);
        Assert.Equal(0f, y);
    }

    [Fact]
    public void Select_and_multiply_add()
    {
        foreach (int n in Sizes)
        {
            float[] c = [.. Enumerable.Range(0, n).Select(i => i % 3 == 0 ? 0f : i % 3 == 1 ? -0.5f : float.NaN)];
            float[] a = [.. Enumerable.Range(0, n).Select(i => i + 0.25f)];
            float[] b = [.. Enumerable.Range(0, n).Select(i => -i - 1f)];
            Assert.Equal(Enumerable.Range(0, n).Select(i => c[i] != 0 ? a[i] : b[i]), RunTernary(TernaryKernel.Select, c, a, b));
            float[] twos = [.. a.Select(_ => 2f)];
            Assert.Equal(Enumerable.Range(0, n).Select(i => (a[i] * 2f) + b[i]), RunTernary(TernaryKernel.MulAdd, twos, a, b));
        }
    }

    [Fact]
    public void The_widest_registers_are_used_unless_switched_off()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_EnableAVX2") == "0")
            Assert.Equal(128, KernelTable.Width);
        else if (Environment.GetEnvironmentVariable("DOTNET_EnableAVX512") == "0")
            Assert.True(KernelTable.Width <= 256);
        else
            Assert.Equal(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128, KernelTable.Width);
    }

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);

    private static float[] RunUnary(UnaryKernel kernel, float[] x, bool inPlace)
    {
        using TileMemory source = TileMemory.Of<float>(x);
        using var apart = new TileMemory(x.Length * sizeof(float));
        TileMemory target = inPlace ? source : apart;
        KernelTable.Unary(kernel)(source.Start, target.Start, x.Length);
        return target.Values<float>();
    }

    private static float[] RunTernary(TernaryKernel kernel, float[] c, float[] a, float[] b)
    {
        using TileMemory first = TileMemory.Of<float>(c);
        using TileMemory second = TileMemory.Of<float>(a);
        using TileMemory third = TileMemory.Of<float>(b);
        KernelTable.Ternary(kernel)(first.Start, second.Start, third.Start, third.Start, c.Length);
        return third.Values<float>();
    }

    private static double Meaning(UnaryKernel kernel, double x) => kernel switch
    {
        UnaryKernel.Negate => -x,
        UnaryKernel.Exp => Math.Exp(x),
        UnaryKernel.Log => Math.Log(x),
        UnaryKernel.Log1p => Ulps.LogOnePlus(x),
        UnaryKernel.Sqrt => Math.Sqrt(x),
        UnaryKernel.Reciprocal => 1 / x,
        UnaryKernel.Tanh => Math.Tanh(x),
        UnaryKernel.Sigmoid => Ulps.Sigmoid(x),
        UnaryKernel.Abs => Math.Abs(x),
        UnaryKernel.Sign => Ulps.Sign(x),
        UnaryKernel.Floor => Math.Floor(x),
        UnaryKernel.Sin => Math.Sin(x),
        UnaryKernel.Cos => Math.Cos(x),
        UnaryKernel.Copy => x,
        UnaryKernel.NegateInt => BitConverter.Int32BitsToSingle(-Bits((float)x)),
        _ => throw new ArgumentOutOfRangeException(nameof(kernel), $"{kernel} has no scalar twin here"),
    };

    private static double Meaning(BinaryKernel kernel, double a, double b) => kernel switch
    {
        BinaryKernel.Add => a + b,
        BinaryKernel.Subtract => a - b,
        BinaryKernel.Multiply => a * b,
        BinaryKernel.Divide => a / b,
        BinaryKernel.Minimum => Math.Min(a, b),
        BinaryKernel.Maximum => Math.Max(a, b),
        BinaryKernel.Less => a < b ? 1 : 0,
        BinaryKernel.LessEqual => a <= b ? 1 : 0,
        BinaryKernel.Equal => a == b ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(kernel), $"{kernel} has no scalar twin here"),
    };
}
