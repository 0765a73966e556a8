using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench;

/// <summary>Matrix products of the sizes that small generative models are made of.</summary>
internal static unsafe class GemmBenchmark
{
    /// <param name="threads">The most that will run one.</param>
    internal static IEnumerable<Kernel> Kernels(int threads)
    {
        yield return Product(threads, "cube 1024", 1, 1024, 1024, 1024);
        yield return Product(threads, "cube 512", 1, 512, 512, 512);
        yield return Product(threads, "forward", 1, 128, 400, 784);
        yield return Product(threads, "weight gradient", 1, 784, 400, 128, transposedA: true);
        yield return Product(threads, "input gradient", 1, 128, 784, 400, transposedB: true);
        yield return Product(threads, "forward", 1, 128, 256, 784);
        yield return Product(threads, "forward", 1, 128, 1024, 1024);
        yield return Product(threads, "input gradient", 1, 128, 1024, 1024, transposedB: true);
        yield return Product(threads, "small head", 1, 128, 10, 256);
        yield return Product(threads, "small head gradient", 1, 256, 10, 128, transposedA: true);
        yield return Product(threads, "matrix-vector", 1, 128, 1, 256);
        yield return Product(threads, "tall", 1, 6272, 64, 576);
        yield return Product(threads, "deep", 1, 576, 64, 100352, transposedA: true);
        yield return Product(threads, "deep", 1, 64, 64, 50176, transposedA: true);
        yield return Product(threads, "one row", 1, 1, 1024, 1024);
        yield return Product(threads, "one row, transposed", 1, 1, 1024, 1024, transposedB: true);
        yield return Product(threads, "16 rows", 1, 16, 784, 400);
        yield return Product(threads, "attention scores", 512, 49, 49, 32, transposedB: true);
        yield return Product(threads, "attention values", 512, 49, 32, 49);
    }

    private static Kernel Product(
        int threads, string name, int batch, int m, int n, int k, bool transposedA = false, bool transposedB = false)
    {
        var a = transposedA ? MatrixStrides.ColumnMajor(m, k) : MatrixStrides.RowMajor(m, k);
        var b = transposedB ? MatrixStrides.ColumnMajor(k, n) : MatrixStrides.RowMajor(k, n);
        var work = new GemmWork(new GemmShape(batch, m, n, k, a, b));
        var left = Memory.Filled((long)batch * m * k);
        var right = Memory.Filled((long)batch * k * n);
        var product = Memory.Filled((long)batch * m * n);
        var scratch = new NativeBuffer(work.ScratchBytes(threads));
        var label = $"{name} {m}x{n}x{k}" + (batch > 1 ? $" * {batch}" : "");
        return new Kernel(
            label, (long)batch * m * n * k, pool => work.Run(pool, left.Floats, right.Floats, product.Floats, scratch.Pointer));
    }
}

/// <summary>Operands for timing.</summary>
internal static unsafe class Memory
{
    internal static NativeBuffer Filled(long floats)
    {
        var buffer = new NativeBuffer(sizeof(float) * floats);
        for (var i = 0L; i < floats; i++)
            buffer.Floats[i] = (i * 7 % 13 - 6) * 0.1f;
        return buffer;
    }
}
