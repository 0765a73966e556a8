using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Runtime;
using Xunit;

namespace Likeness.Tests.Backends.Cpu;

/// <summary>One convolution on random data, its three products with guards around each, and their scalar twins.</summary>
internal sealed unsafe class ConvCase
{
    private const int Guard = 64;
    private const float GuardValue = 12345;

    private readonly ConvShape shape;
    private readonly float[] x;
    private readonly float[] filter;
    private readonly float[] outGradient;

    internal ConvCase(KernelNoise noise, ConvShape shape)
    {
        this.shape = shape;
        x = noise.Floats((long)shape.Images * shape.Height * shape.Width * shape.Channels);
        filter = noise.Floats((long)shape.KernelHeight * shape.KernelWidth * shape.Channels * shape.Filters);
        outGradient = noise.Floats((long)shape.Images * shape.OutHeight * shape.OutWidth * shape.Filters);
    }

    private ConvCase(ConvShape shape, float[] x, float[] filter, float[] outGradient) =>
        (this.shape, this.x, this.filter, this.outGradient) = (shape, x, filter, outGradient);

    /// <summary>One of the images alone, with the same filter.</summary>
    internal ConvCase Image(int image)
    {
        var (pixels, results) = (x.Length / shape.Images, outGradient.Length / shape.Images);
        return new ConvCase(
            shape with { Images = 1 }, x[(image * pixels)..][..pixels], filter, outGradient[(image * results)..][..results]);
    }

    internal void CheckAgainstTwin()
    {
        var (y, dx, df) = Twin();
        Compare("forward", y, Forward(2));
        Compare("input gradient", dx, InputGradient(2));
        Compare("filter gradient", df, FilterGradient(2));
    }

    internal float[] Forward(int threads, bool keeps = true, RowEpilogue? epilogue = null)
    {
        var work = ConvProducts.Forward(shape, keeps);
        return Guarded(outGradient.Length, work.ScratchBytes(threads), (product, scratch) =>
        {
            fixed (float* px = x, pf = filter)
                work.Run(GemmCase.Pool(threads), px, pf, keeps ? (float*)product : null, (byte*)scratch, epilogue);
        });
    }

    internal float[] InputGradient(int threads, bool keeps = true, RowEpilogue? epilogue = null)
    {
        var work = ConvProducts.InputGradient(shape, keeps);
        return Guarded(x.Length, work.ScratchBytes(threads), (product, scratch) =>
        {
            fixed (float* pg = outGradient, pf = filter)
                work.Run(GemmCase.Pool(threads), pg, pf, keeps ? (float*)product : null, (byte*)scratch, epilogue);
        });
    }

    internal float[] FilterGradient(int threads, bool keeps = true, RowEpilogue? epilogue = null)
    {
        var work = ConvProducts.FilterGradient(shape, keeps);
        return Guarded(filter.Length, work.ScratchBytes(threads), (product, scratch) =>
        {
            fixed (float* px = x, pg = outGradient)
                work.Run(GemmCase.Pool(threads), px, pg, keeps ? (float*)product : null, (byte*)scratch, epilogue);
        });
    }

    private static float[] Guarded(int length, long scratchBytes, Action<nint, nint> run)
    {
        var product = Enumerable.Repeat(GuardValue, length + 2 * Guard).ToArray();
        var scratch = new NativeBuffer(scratchBytes);
        new Span<byte>(scratch.Pointer, (int)scratchBytes).Fill(0xFF);
        fixed (float* p = product)
            run((nint)(p + Guard), (nint)scratch.Pointer);
        GC.KeepAlive(scratch);
        Assert.All(product[..Guard], value => Assert.Equal(GuardValue, value));
        Assert.All(product[^Guard..], value => Assert.Equal(GuardValue, value));
        return product[Guard..^Guard];
    }

    // Minimal filtering rounds twice as much as plain sums, by the size of all that a tile holds, not of one pixel.
    private void Compare(string name, double[] expected, float[] got)
    {
        var allowed = WinogradTiles.Suit(shape, false) || WinogradTiles.Suit(shape, true) ? 8e-5 : 2e-5;
        for (var i = 0; i < expected.Length; i++)
        {
            var tolerance = allowed * (1 + Math.Abs(expected[i]));
            Assert.True(
                Math.Abs(expected[i] - got[i]) <= tolerance, $"{name} of {shape}: element {i} is {got[i]}, expected {expected[i]}");
        }
    }

    // The definition: every (output, tap) pair that meets the image contributes to all three products.
    private (double[] Y, double[] InputGradient, double[] FilterGradient) Twin()
    {
        var y = new double[outGradient.Length];
        var dx = new double[x.Length];
        var df = new double[filter.Length];
        for (var o = 0; o < y.Length; o++)
        {
            var (f, wo, ho, n) = Digits(o, shape.Filters, shape.OutWidth, shape.OutHeight);
            for (var t = 0; t < shape.KernelHeight * shape.KernelWidth; t++)
            {
                var h = ho * shape.StrideH + t / shape.KernelWidth - shape.Padding.Top;
                var w = wo * shape.StrideW + t % shape.KernelWidth - shape.Padding.Left;
                if (h < 0 || h >= shape.Height || w < 0 || w >= shape.Width)
                    continue;
                for (var c = 0; c < shape.Channels; c++)
                {
                    var at = ((n * shape.Height + h) * shape.Width + w) * shape.Channels + c;
                    var tap = (t * shape.Channels + c) * shape.Filters + f;
                    y[o] += (double)x[at] * filter[tap];
                    dx[at] += (double)outGradient[o] * filter[tap];
                    df[tap] += (double)outGradient[o] * x[at];
                }
            }
        }
        return (y, dx, df);
    }

    private static (int First, int Second, int Third, int Fourth) Digits(int value, int first, int second, int third) =>
        (value % first, value / first % second, value / first / second % third, value / first / second / third);
}
