namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// Some taps of every pixel's patch, copied out side by side: [pixel, tap, channel]. A task that takes a few taps of a large filter copies
/// these alone, where a band would hold all that the whole filter meets.
/// </summary>
internal readonly unsafe record struct ConvPatches(ConvShape Shape)
{
    /// <summary>Patches of a part's pixels (of y), taps firstTap .. firstTap + taps.</summary>
    internal void Fill(float* x, ConvPart part, int firstTap, int taps, float* to)
    {
        for (var image = part.Image; image < part.Image + part.Images; image++)
        {
            var from = x + (nint)image * Shape.Height * Shape.Width * Shape.Channels;
            for (var line = part.Line; line < part.Line + part.Lines; line++)
            {
                for (var column = 0; column < Shape.OutWidth; column++)
                    to = FillPatch(from, line, column, firstTap, firstTap + taps, to);
            }
        }
    }

    // The taps of one line of the filter are neighbours in the image.
    private float* FillPatch(float* image, int line, int column, int tap, int endTap, float* to)
    {
        while (tap < endTap)
        {
            var (i, j) = (tap / Shape.KernelWidth, tap % Shape.KernelWidth);
            var count = Math.Min(Shape.KernelWidth - j, endTap - tap);
            var (h, w) = (line * Shape.StrideH + i - Shape.Padding.Top, column * Shape.StrideW + j - Shape.Padding.Left);
            ConvLine.Copy(image, Shape.Height, Shape.Width, Shape.Channels, h, w, count, to);
            to += (nint)count * Shape.Channels;
            tap += count;
        }
        return to;
    }
}
