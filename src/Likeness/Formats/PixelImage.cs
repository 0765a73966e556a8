namespace Likeness.Formats;

/// <summary>An 8-bit picture: grey (1 channel) or RGB (3), row by row, channels last.</summary>
public sealed class PixelImage
{
    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>1 (grey) or 3 (red, green, blue).</summary>
    public int Channels { get; }

    /// <summary>Height x Width x Channels bytes; shared, not copied.</summary>
    public byte[] Pixels { get; }

    /// <summary>Wraps <paramref name="pixels"/>; throws <see cref="ArgumentException"/> when the sizes do not agree.</summary>
    public PixelImage(int height, int width, int channels, byte[] pixels)
    {
        if (height <= 0 || width <= 0 || channels is not (1 or 3))
            throw new ArgumentException($"picture of {height}x{width}x{channels}: sizes must be positive and channels 1 or 3");
        if (pixels.Length != (long)height * width * channels)
            throw new ArgumentException(
                $"picture of {height}x{width}x{channels} needs {(long)height * width * channels} bytes, got {pixels.Length}");
        (Height, Width, Channels, Pixels) = (height, width, channels, pixels);
    }
}
