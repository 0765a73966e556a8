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
                FillLine(from, firstLine + line, to);
        }
    }

    private void FillLine(float* image, int line, float* to)
    {
        var first = Math.Clamp(-FirstColumn, 0, Columns);
        var end = Math.Clamp(SourceWidth - FirstColumn, first, Columns);
        if (line < 0 || line >= SourceHeight || first == end)
        {
            new Span<float>(to, (int)LinePitch).Clear();
            return;
        }
        var from = image + ((nint)line * SourceWidth + FirstColumn + first) * Channels;
        new Span<float>(to, first * Channels).Clear();
        new Span<float>(from, (end - first) * Channels).CopyTo(new Span<float>(to + (nint)first * Channels, (end - first) * Channels));
        new Span<float>(to + (nint)end * Channels, (Columns - end) * Channels).Clear();
    }
}
