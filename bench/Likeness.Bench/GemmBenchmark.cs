using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench;

/// <summary>Matrix products of the sizes that small generative models are made of.</summary>
internal static unsafe class GemmBenchmark
{
    internal static IEnumerable<Kernel> Kernels()
    {
        yield return Product("cube 1024", 1, 1024, 1024, 1024);
        yield return Product("cube 512", 1, 512, 512, 512);
        yield return Product("forward", 1, 128, 400, 784);
        yield return Product("weight gradient", 1, 784, 400, 128, transposedA: true);
        yield return Product("input gradient", 1, 128, 784, 400, transposedB: true);
        yield return Product("forward", 1, 128, 256, 784);
        yield return Product("forward", 1, 128, 1024, 1024);
        yield return Product("input gradient", 1, 128, 1024, 1024, transposedB: true);
        yield return Product("small head", 1, 128, 10, 256);
        yield return Product("small head gradient", 1, 256, 10, 128, transposedA: true);
        yield return Product("matrix-vector", 1, 128, 1, 256);
        yield return Product("tall", 1, 6272, 64, 576);
        yield return Product("deep", 1, 576, 64, 100352, transposedA: true);
        yield return Product("deep", 1, 64, 64, 50176, transposedA: true);
        yield return Product("one row", 1, 1, 1024, 1024);
        yield return Product("one row, transposed", 1, 1, 1024, 1024, transposedB: true);
        yield return Product("16 rows", 1, 16, 784, 400);
        yield return Product("attention scores", 512, 49, 49, 32, transposedB: true);
        yield return Product("attention values", 512, 49, 32, 49);
    }

    private static Kernel Product(
        string name, int batch, int m, int n, int k, bool transposedA = false, bool transposedB = false)
    {
        var a = transposedA ? MatrixStrides.ColumnMajor(m, k) : MatrixStrides.RowMajor(m, k);
        var b = transposedB ? MatrixStrides.ColumnMajor(k, n) : MatrixStrides.RowMajor(k, n);
        var work = new GemmWork(new GemmShape(batch, m, n, k, a, b));
        var left = Memory.Filled((long)batch * m * k);
        var right = Memory.Filled((long)batch * k * n);
        var product = Memory.Filled((long)batch * m * n);
        var scratch = new NativeBuffer(work.ScratchBytes(Memory.MostThreads));
        var label = $"{name} {m}x{n}x{k}" + (batch > 1 ? $" * {batch}" : "");
        return new Kernel(
            label, (long)batch * m * n * k, pool => work.Run(pool, left.Floats, right.Floats, product.Floats, scratch.Pointer));
    }
}

/// <summary>Operands for timing.</summary>
internal static unsafe class Memory
{
    internal const int MostThreads = 2;

    internal static NativeBuffer Filled(long floats)
    {
        var buffer = new NativeBuffer(sizeof(float) * floats);
        for (var i = 0L; i < floats; i++)
            buffer.Floats[i] = (i * 7 % 13 - 6) * 0.1f;
        return buffer;
    }
}
