namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>Zero lines and columns around an image; negative numbers crop.</summary>
internal readonly record struct ConvPadding(int Top, int Bottom, int Left, int Right);

/// <summary>
/// A two-dimensional convolution: x[images, height, width, channels], filter[kernelHeight, kernelWidth, channels, filters],
/// y[images, OutHeight, OutWidth, filters], all contiguous.
/// y(ho, wo) = sum over taps (i, j) of x(ho * StrideH + i - Top, wo * StrideW + j - Left) * filter(i, j).
/// </summary>
internal readonly record struct ConvShape(
    int Images, int Height, int Width, int Channels,
    int KernelHeight, int KernelWidth, int Filters,
    int StrideH, int StrideW, ConvPadding Padding)
{
    internal int OutHeight => OutSize(Height + Padding.Top + Padding.Bottom, KernelHeight, StrideH);

    internal int OutWidth => OutSize(Width + Padding.Left + Padding.Right, KernelWidth, StrideW);

    /// <summary>Multiply-adds of any of the three products, padding included.</summary>
    internal long MultiplyAdds => (long)Images * OutHeight * OutWidth * KernelHeight * KernelWidth * Channels * Filters;

    private static int OutSize(int padded, int kernel, int stride) => padded < kernel ? 0 : (padded - kernel) / stride + 1;

    internal void Check()
    {
        if (StrideH < 1 || StrideW < 1 || KernelHeight < 1 || KernelWidth < 1)
            throw new ArgumentException(
                $"Conv: filter and strides must be at least 1, got filter {KernelHeight}x{KernelWidth}, strides {StrideH} and {StrideW}.");
        if (Images < 0 || Height < 0 || Width < 0 || Channels < 0 || Filters < 0)
            throw new ArgumentException(
                $"Conv: sizes must be zero or more, got {Images} images of {Height}x{Width}x{Channels} and {Filters} filters.");
    }
}
