namespace Likeness.Formats;

/// <summary>How pictures are laid out on a sheet: columns (0 chooses them near square), pixels between pictures,
/// enlargement by repeating pixels, and a dark or light ground.</summary>
public sealed record ImageGridOptions(int Columns = 0, int Padding = 2, int Scale = 1, bool LightGround = false);

/// <summary>Lays n pictures of one size out as one sheet, row by row.</summary>
public static class ImageGrid
{
    private const byte Dark = 24, Light = 255;

    /// <summary>A sheet of byte pictures: <paramref name="pixels"/> is n x height x width x channels, channels 1 or 3.</summary>
    public static PixelImage Compose(ReadOnlySpan<byte> pixels, int height, int width, int channels, ImageGridOptions? options = null)
    {
        options ??= new ImageGridOptions();
        int size = height * width * channels;
        if (size <= 0 || pixels.Length == 0 || pixels.Length % size != 0)
            throw new ArgumentException(
                $"{pixels.Length} bytes are not a whole number (1 or more) of {height}x{width}x{channels} pictures");
        if (options.Scale < 1 || options.Padding < 0 || options.Columns < 0)
            throw new ArgumentException($"grid of {options}: scale must be 1 or more, padding and columns 0 or more");
        int count = pixels.Length / size;
        int columns = options.Columns > 0 ? Math.Min(options.Columns, count) : NearSquare(count, height, width);
        int rows = (count + columns - 1) / columns, pad = options.Padding;
        int cellHeight = height * options.Scale + pad, cellWidth = width * options.Scale + pad;
        var sheet = NewSheet(rows * cellHeight + pad, columns * cellWidth + pad, channels, options.LightGround);
        for (int i = 0; i < count; i++)
            Place(pixels.Slice(i * size, size), width, sheet, i / columns * cellHeight + pad, i % columns * cellWidth + pad, options.Scale);
        return sheet;
    }

    /// <summary>A sheet of float pictures with values in [0, 1]; others are clipped, NaN shows as 0.</summary>
    public static PixelImage Compose(ReadOnlySpan<float> pixels, int height, int width, int channels, ImageGridOptions? options = null) =>
        Compose(ToBytes(pixels), height, width, channels, options);

    /// <summary>Rounds [0, 1] to 0..255; values outside are clipped, NaN becomes 0.</summary>
    public static byte[] ToBytes(ReadOnlySpan<float> values)
    {
        var bytes = new byte[values.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = values[i] >= 1 ? (byte)255 : values[i] > 0 ? (byte)(values[i] * 255f + 0.5f) : (byte)0;
        return bytes;
    }

    /// <summary>The number of columns that makes a sheet of <paramref name="count"/> pictures nearest to square, preferring full
    /// rows.</summary>
    public static int NearSquare(int count, int height = 1, int width = 1)
    {
        int ideal = Math.Clamp((int)Math.Ceiling(Math.Sqrt((double)count * height / width)), 1, count);
        for (int columns = ideal; columns <= Math.Min(count, ideal + ideal / 4); columns++)
            if (count % columns == 0)
                return columns;
        return ideal;
    }

    private static PixelImage NewSheet(int height, int width, int channels, bool light)
    {
        var pixels = new byte[checked(height * width * channels)];
        Array.Fill(pixels, light ? Light : Dark);
        return new PixelImage(height, width, channels, pixels);
    }

    private static void Place(ReadOnlySpan<byte> picture, int width, PixelImage sheet, int top, int left, int scale)
    {
        int channels = sheet.Channels, wide = width * scale, tall = picture.Length / (width * channels) * scale;
        for (int y = 0; y < tall; y++)
            for (int x = 0; x < wide; x++)
                picture.Slice((y / scale * width + x / scale) * channels, channels)
                    .CopyTo(sheet.Pixels.AsSpan(((top + y) * sheet.Width + left + x) * channels));
    }
}
