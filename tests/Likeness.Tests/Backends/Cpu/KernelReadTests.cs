using System.Runtime.InteropServices;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Runtime;
using Xunit;

namespace Likeness.Tests.Backends.Cpu;

/// <summary>Operands end where a forbidden page begins: a kernel that reads one float too many kills the test process.</summary>
public sealed unsafe class KernelReadTests
{
    [Theory]
    [InlineData(5, 3, 7, false, false)]
    [InlineData(40, 17, 33, false, false)]
    [InlineData(300, 10, 64, false, false)]
    [InlineData(20, 45, 9, true, true)]
    [InlineData(3, 500, 301, false, true)]
    [InlineData(300, 33, 50, true, true)]
    [InlineData(20, 21, 5001, true, false)]
    public void ProductsReadNothingBehindTheirOperands(int m, int n, int k, bool transposedA, bool transposedB)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "forbidden pages are made with mprotect");
        using var a = new FencedFloats(m * k);
        using var b = new FencedFloats(k * n);
        using var c = new FencedFloats(m * n);
        var stridesA = transposedA ? MatrixStrides.ColumnMajor(m, k) : MatrixStrides.RowMajor(m, k);
        var stridesB = transposedB ? MatrixStrides.ColumnMajor(k, n) : MatrixStrides.RowMajor(k, n);
        var work = new GemmWork(new GemmShape(1, m, n, k, stridesA, stridesB));
        var scratch = new NativeBuffer(work.ScratchBytes(2));
        work.Run(GemmCase.Pool(2), a.Start, b.Start, c.Start, scratch.Pointer);
        GC.KeepAlive(scratch);
        Assert.Equal(k, c.Start[m * n - 1]);
    }

    [Theory]
    [InlineData(5, 3, 1, 1)]
    [InlineData(7, 33, 17, 2)]
    [InlineData(9, 16, 1, 1)]
    [InlineData(6, 2, 40, 1)]
    public void ConvolutionsReadNothingBehindTheirOperands(int size, int channels, int filters, int stride)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "forbidden pages are made with mprotect");
        var shape = new ConvShape(3, size, size, channels, 3, 3, filters, stride, stride, new ConvPadding(1, 1, 1, 1));
        using var x = new FencedFloats(3 * size * size * channels);
        using var filter = new FencedFloats(9 * channels * filters);
        using var y = new FencedFloats(3 * shape.OutHeight * shape.OutWidth * filters);
        var (forward, input, weight) = (ConvProducts.Forward(shape), ConvProducts.InputGradient(shape), ConvProducts.FilterGradient(shape));
        var scratch = new NativeBuffer(Math.Max(Math.Max(forward.ScratchBytes(2), input.ScratchBytes(2)), weight.ScratchBytes(2)));
        forward.Run(GemmCase.Pool(2), x.Start, filter.Start, y.Start, scratch.Pointer);
        Assert.Equal(4 * channels, y.Start[0]);
        input.Run(GemmCase.Pool(2), y.Start, filter.Start, x.Start, scratch.Pointer);
        weight.Run(GemmCase.Pool(2), x.Start, y.Start, filter.Start, scratch.Pointer);
        GC.KeepAlive(scratch);
    }

    /// <summary>Ones, the last of them directly before a page that may be neither read nor written.</summary>
    private sealed class FencedFloats : IDisposable
    {
        private readonly nint pages;
        private readonly nuint bytes;

        internal FencedFloats(int count)
        {
            var page = (nuint)Environment.SystemPageSize;
            bytes = ((nuint)count * sizeof(float) + page - 1) / page * page + page;
            pages = Map(0, bytes, 3, 0x22, -1, 0);
            Assert.Equal(0, Protect(pages + (nint)(bytes - page), page, 0));
            Start = (float*)(pages + (nint)(bytes - page)) - count;
            new Span<float>(Start, count).Fill(1);
        }

        internal float* Start { get; }

        public void Dispose() => Unmap(pages, bytes);

        [DllImport("libc", EntryPoint = "mmap")]
        private static extern nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

        [DllImport("libc", EntryPoint = "mprotect")]
        private static extern int Protect(nint address, nuint length, int protection);

        [DllImport("libc", EntryPoint = "munmap")]
        private static extern int Unmap(nint address, nuint length);
    }
}
