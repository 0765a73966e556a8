namespace Likeness.Formats;

/// <summary>Size, depth and colour type of a PNG, and the way from its rows to 8-bit grey or RGB.</summary>
internal sealed record PngHeader(int Height, int Width, int Depth, int ColourType)
{
    private const int Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, RgbAlpha = 6;

    /// <summary>True for the fifteen combinations that the format defines.</summary>
    public bool IsValid => ColourType switch
    {
        Grey => Depth is 1 or 2 or 4 or 8 or 16,
        Palette => Depth is 1 or 2 or 4 or 8,
        Rgb or GreyAlpha or RgbAlpha => Depth is 8 or 16,
        _ => false,
    };

    /// <summary>True when the result has one channel.</summary>
    public bool IsGrey => ColourType is Grey or GreyAlpha;

    /// <summary>Bytes of a row as stored.</summary>
    public int RowBytes => (int)(((long)Width * Samples * Depth + 7) / 8);

    /// <summary>Bytes from a pixel to the one on its left, at least 1.</summary>
    public int PixelBytes => Math.Max(1, Samples * Depth / 8);

    private int Samples => ColourType switch { Rgb => 3, GreyAlpha => 2, RgbAlpha => 4, _ => 1 };

    /// <summary>Converts an unfiltered row to 8-bit grey or RGB.</summary>
    public void Convert(ReadOnlySpan<byte> row, byte[] palette, Span<byte> pixels, string name)
    {
        int kept = IsGrey ? 1 : 3;
        for (int x = 0; x < Width; x++)
        {
            if (ColourType == Palette)
                LookUp(palette, Sample(row, x, scaled: false), pixels.Slice(3 * x, 3), name);
            else
                for (int c = 0; c < kept; c++)
                    pixels[kept * x + c] = (byte)Sample(row, x * Samples + c, scaled: true);
        }
    }

    private static void LookUp(byte[] palette, int index, Span<byte> pixel, string name)
    {
        if (3 * index + 3 > palette.Length)
            throw new DataFileException(name, $"uses colour {index} of a palette of {palette.Length / 3}",
                "the picture is damaged; save it again");
        palette.AsSpan(3 * index, 3).CopyTo(pixel);
    }

    // Low depths are spread over 0..255 (1 bit: 0 or 255); 16 bits keep the high byte.
    private int Sample(ReadOnlySpan<byte> row, int index, bool scaled)
    {
        if (Depth >= 8)
            return row[index * (Depth / 8)];
        int bit = index * Depth, top = (1 << Depth) - 1, value = (row[bit / 8] >> (8 - Depth - bit % 8)) & top;
        return scaled ? value * 255 / top : value;
    }
}
