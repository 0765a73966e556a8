using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Runtime;
using Xunit;

namespace Likeness.Tests.Backends.Cpu;

/// <summary>One product on random data in a chosen layout, with guards around C, and its scalar twin.</summary>
internal sealed unsafe class GemmCase
{
    private const int Guard = 64;
    private const float GuardValue = 12345;

    private static readonly Dictionary<int, WorkerPool> Pools = [];

    private readonly GemmShape shape;
    private readonly float[] a;
    private readonly float[] b;
    private readonly int firstA;
    private readonly int firstB;

    private GemmCase(GemmShape shape, float[] a, int firstA, float[] b, int firstB)
    {
        this.shape = shape;
        (this.a, this.firstA, this.b, this.firstB) = (a, firstA, b, firstB);
    }

    /// <param name="sharing">Bit 0: the batch shares A. Bit 1: it shares B.</param>
    internal static GemmCase Create(
        KernelNoise noise, int batch, int m, int n, int k, GemmTests.Layout layoutA, GemmTests.Layout layoutB, int sharing)
    {
        var (stridesA, sizeA, firstA) = Strides(layoutA, m, k, (sharing & 1) != 0 ? 0 : 1, batch);
        var (stridesB, sizeB, firstB) = Strides(layoutB, k, n, (sharing & 2) != 0 ? 0 : 1, batch);
        return new GemmCase(new GemmShape(batch, m, n, k, stridesA, stridesB), noise.Floats(sizeA), firstA, noise.Floats(sizeB), firstB);
    }

    /// <summary>The same numbers, A's row by row; of a single product.</summary>
    internal GemmCase WithRowMajorA()
    {
        var rows = new float[shape.M * shape.K];
        for (var i = 0; i < shape.M; i++)
        {
            for (var k = 0; k < shape.K; k++)
                rows[i * shape.K + k] = a[firstA + i * shape.A.Row + k * shape.A.Column];
        }
        return new GemmCase(shape with { A = MatrixStrides.RowMajor(shape.M, shape.K) }, rows, 0, b, firstB);
    }

    internal void CheckAgainstTwin()
    {
        var expected = Twin();
        var got = Multiply(2);
        for (var i = 0; i < expected.Length; i++)
        {
            var tolerance = 1e-6 * (Math.Sqrt(shape.K) + 1) + 1e-5 * Math.Abs(expected[i]);
            Assert.True(Math.Abs(expected[i] - got[i]) <= tolerance, $"{shape}: element {i} is {got[i]}, expected {expected[i]}");
        }
    }

    internal float[] Multiply(int threads, bool keeps = true, RowEpilogue? epilogue = null) =>
        Multiply(new GemmWork(shape, keeps), threads, keeps, epilogue);

    /// <summary>The product of what has already multiplied another case of the same shape.</summary>
    internal float[] MultiplyAfter(GemmCase other, int threads)
    {
        var work = new GemmWork(shape);
        other.Multiply(work, threads, true, null);
        return Multiply(work, threads, true, null);
    }

    private float[] Multiply(GemmWork work, int threads, bool keeps, RowEpilogue? epilogue)
    {
        var length = shape.Batch * shape.M * shape.N;
        var c = Enumerable.Repeat(GuardValue, length + 2 * Guard).ToArray();
        var scratch = new NativeBuffer(work.ScratchBytes(threads));
        new Span<byte>(scratch.Pointer, (int)scratch.Bytes).Fill(0xFF);
        fixed (float* pa = a, pb = b, pc = c)
            work.Run(Pool(threads), pa + firstA, pb + firstB, keeps ? pc + Guard : null, scratch.Pointer, epilogue);
        GC.KeepAlive(scratch);
        Assert.All(c[..Guard], value => Assert.Equal(GuardValue, value));
        Assert.All(c[^Guard..], value => Assert.Equal(GuardValue, value));
        return c[Guard..^Guard];
    }

    internal long BytesAllocatedByARun()
    {
        var work = new GemmWork(shape);
        var scratch = new NativeBuffer(work.ScratchBytes(2));
        var c = new float[shape.Batch * shape.M * shape.N];
        fixed (float* pa = a, pb = b, pc = c)
        {
            work.Run(Pool(2), pa, pb, pc, scratch.Pointer);
            var before = GC.GetAllocatedBytesForCurrentThread();
            work.Run(Pool(2), pa, pb, pc, scratch.Pointer);
            GC.KeepAlive(scratch);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    internal static WorkerPool Pool(int threads)
    {
        lock (Pools)
        {
            if (!Pools.TryGetValue(threads, out var pool))
                Pools[threads] = pool = new WorkerPool(threads);
            return pool;
        }
    }

    // Double accumulation, plain loops.
    private double[] Twin()
    {
        var c = new double[shape.Batch * shape.M * shape.N];
        for (var i = 0; i < c.Length; i++)
        {
            var (matrix, row, column) = (i / (shape.M * shape.N), i / shape.N % shape.M, i % shape.N);
            var left = firstA + matrix * shape.A.Batch + row * shape.A.Row;
            var right = firstB + matrix * shape.B.Batch + column * shape.B.Column;
            for (var k = 0; k < shape.K; k++, left += shape.A.Column, right += shape.B.Row)
                c[i] += (double)a[left] * b[right];
        }
        return c;
    }

    private static (MatrixStrides Strides, int Size, int First) Strides(
        GemmTests.Layout layout, int rows, int columns, int distinct, int batch)
    {
        var (row, column) = layout switch
        {
            GemmTests.Layout.RowMajor => (columns, 1),
            GemmTests.Layout.ColumnMajor => (1, rows),
            GemmTests.Layout.Padded => (columns + 3, 1),
            GemmTests.Layout.Scattered => (2, 2 * rows + 1),
            GemmTests.Layout.Reversed => (-columns, -1),
            GemmTests.Layout.OneRow => (0, 1),
            _ => (1, 0),
        };
        var extent = Math.Max(0, rows - 1) * Math.Abs(row) + Math.Max(0, columns - 1) * Math.Abs(column) + 1;
        var matrix = (extent + 5) * distinct;
        var first = layout == GemmTests.Layout.Reversed ? extent - 1 : 0;
        return (new MatrixStrides(matrix, row, column), matrix * Math.Max(0, batch - 1) + extent, first);
    }
}
