namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>
/// The piece of the source images that one part reads, copied with its zero border, so that a filter never asks where the image ends. The
/// copy is some percent of a product's time at worst and stays in the second-level cache; patches are then read from it in place.
/// </summary>
internal readonly unsafe record struct ConvBand(
    int SourceHeight, int SourceWidth, int Channels, int FirstColumn, int Columns, int Lines, int Images)
{
    /// <summary>Elements from one line to the next.</summary>
    internal nint LinePitch => (nint)Columns * Channels;

    /// <summary>Elements from one image to the next.</summary>
    internal nint ImagePitch => Lines * LinePitch;

    internal long Floats => (long)Images * ImagePitch;

    /// <summary>Copies lines firstLine .. firstLine + Lines of images image .. image + images; lines outside the image are zero.</summary>
    internal void Fill(float* source, int image, int images, int firstLine, float* to)
    {
        for (var i = 0; i < images; i++)
        {
            var from = source + (nint)(image + i) * SourceHeight * SourceWidth * Channels;
            for (var line = 0; line < Lines; line++, to += LinePitch)
                ConvLine.Copy(from, SourceHeight, SourceWidth, Channels, firstLine + line, FirstColumn, Columns, to);
        }
    }
}

/// <summary>A stretch of one image line with its zero border.</summary>
internal static unsafe class ConvLine
{
    /// <summary>Copies pixels firstColumn .. firstColumn + columns of a line; what lies outside the image is zero.</summary>
    internal static void Copy(float* image, int height, int width, int channels, int line, int firstColumn, int columns, float* to)
    {
        var first = Math.Clamp(-firstColumn, 0, columns);
        var end = Math.Clamp(width - firstColumn, first, columns);
        if (line < 0 || line >= height || first == end)
        {
            new Span<float>(to, columns * channels).Clear();
            return;
        }
        var from = image + ((nint)line * width + firstColumn + first) * channels;
        if (first > 0)
            new Span<float>(to, first * channels).Clear();
        new Span<float>(from, (end - first) * channels).CopyTo(new Span<float>(to + (nint)first * channels, (end - first) * channels));
        if (end < columns)
            new Span<float>(to + (nint)end * channels, (columns - end) * channels).Clear();
    }
}
