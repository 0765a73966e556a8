namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>Some whole images, or some lines of one image; Row and Rows count its pixels among all pixels.</summary>
internal readonly record struct ConvPart(int Image, int Images, int Line, int Lines, long Row, int Rows);

/// <summary>
/// How images of height x width pixels are cut for tasks: several small images to a part, or several parts of so many lines to a large
/// image. Every part but the last of an image (or of all) has the same size, so tables made for one serve all.
/// </summary>
internal readonly record struct ConvBlocks(int Images, int Height, int Width, int ImagesPerPart, int LinesPerPart)
{
    /// <summary>Parts of about so many pixels, their lines a multiple of <paramref name="period"/>.</summary>
    internal static ConvBlocks Cut(int images, int height, int width, long pixels, int period)
    {
        var image = Math.Max(1, (long)height * width);
        if (image <= pixels)
        {
            var parts = GemmPlan.DivideUp(Math.Max(1, images), Math.Max(1, pixels / image));
            return new ConvBlocks(images, height, width, GemmPlan.DivideUp(Math.Max(1, images), parts), height);
        }
        var bands = GemmPlan.DivideUp(image, pixels);
        var lines = GemmPlan.DivideUp(GemmPlan.DivideUp(height, bands), period) * period;
        return new ConvBlocks(images, height, width, 1, Math.Min(lines, height));
    }

    internal int PartsPerImage => LinesPerPart >= Height ? 1 : GemmPlan.DivideUp(Height, LinesPerPart);

    internal int Parts => PartsPerImage > 1 ? Images * PartsPerImage : GemmPlan.DivideUp(Images, ImagesPerPart);

    internal int RowsPerPart => ImagesPerPart * LinesPerPart * Width;

    internal ConvPart Part(int index)
    {
        if (PartsPerImage == 1)
        {
            var first = index * ImagesPerPart;
            var images = Math.Min(ImagesPerPart, Images - first);
            return new ConvPart(first, images, 0, Height, (long)first * Height * Width, images * Height * Width);
        }
        var (image, band) = (index / PartsPerImage, index % PartsPerImage);
        var line = band * LinesPerPart;
        var lines = Math.Min(LinesPerPart, Height - line);
        return new ConvPart(image, 1, line, lines, ((long)image * Height + line) * Width, lines * Width);
    }
}
