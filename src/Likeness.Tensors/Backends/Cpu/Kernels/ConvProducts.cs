namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// The three products of a convolution. One pixel's filter without stride or border is a plain matrix product over all pixels, which packs
/// and splits better than patches; 3x3 taps without stride take fewer multiply-adds another way; every other shape goes to the kernels of plain
/// sums.
/// </summary>
internal static class ConvProducts
{
    /// <summary>y[images, OutHeight, OutWidth, filters] from x and the filter.</summary>
    internal static Product Forward(ConvShape shape, bool keepsProduct = true) => IsPointwise(shape)
        ? new GemmWork(Pixels(shape, shape.Filters, shape.Channels, MatrixStrides.RowMajor(shape.Channels, shape.Filters)), keepsProduct)
        : WinogradImageWork.Forward(shape, keepsProduct) ?? (Product)ConvImageWork.Forward(shape, keepsProduct);

    /// <summary>x's gradient [images, height, width, channels] from y's and the filter; equally the convolution transposed.</summary>
    internal static Product InputGradient(ConvShape shape, bool keepsProduct = true) => IsPointwise(shape)
        ? new GemmWork(Pixels(shape, shape.Channels, shape.Filters, MatrixStrides.ColumnMajor(shape.Filters, shape.Channels)), keepsProduct)
        : WinogradImageWork.InputGradient(shape, keepsProduct) ?? (Product)ConvImageWork.InputGradient(shape, keepsProduct);

    /// <summary>The filter's gradient [kernelHeight, kernelWidth, channels, filters] from x and y's gradient.</summary>
    internal static Product FilterGradient(ConvShape shape, bool keepsProduct = true)
    {
        if (!IsPointwise(shape) || ConvFilterGradient.GainsByMirror(shape))
            return WinogradFilterGradient.For(shape, keepsProduct) ?? (Product)new ConvFilterGradient(shape, keepsProduct);
        var pixels = shape.Images * shape.Height * shape.Width;
        return new GemmWork(
            new GemmShape(
                1, shape.Channels, shape.Filters, pixels, MatrixStrides.ColumnMajor(shape.Channels, pixels),
                MatrixStrides.RowMajor(pixels, shape.Filters)),
            keepsProduct);
    }

    private static bool IsPointwise(ConvShape shape) =>
        shape is { KernelHeight: 1, KernelWidth: 1, StrideH: 1, StrideW: 1 } && shape.Padding == default
        && shape.Images >= 0 && shape.Height >= 0 && shape.Width >= 0 && shape.Channels >= 0 && shape.Filters >= 0
        && (long)shape.Images * shape.Height * shape.Width <= int.MaxValue;

    private static GemmShape Pixels(ConvShape shape, int columns, int depth, MatrixStrides filter)
    {
        var pixels = shape.Images * shape.Height * shape.Width;
        return new GemmShape(1, pixels, columns, depth, MatrixStrides.RowMajor(pixels, depth), filter);
    }
}
