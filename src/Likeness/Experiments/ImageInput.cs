using Likeness.Evaluation;
using Likeness.Formats;
using Likeness.Models;

namespace Likeness.Experiments;

/// <summary>Reads images that a user hands to a trained model.</summary>
public static class ImageInput
{
    /// <summary>Images of a PNG (one), IDX (gzipped or not) or NPY file (U8 in 0..255 or floats in [0, 1]; [n, h, w] or [n, h, w, c]).</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">The images that the model takes.</param>
    /// <exception cref="DataFileException">The file is damaged or holds images of another size.</exception>
    public static ImageBatch Read(string path, ImageShape expected)
    {
        if (!File.Exists(path))
            throw new DataFileException(path, "does not exist", "check the path");
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".png" => FromPng(path, expected),
            ".npy" => FromArray(path, Npy.Read(path), expected),
            _ => FromArray(path, Idx.Read(path), expected),
        };
    }

    private static ImageBatch FromPng(string path, ImageShape expected)
    {
        PixelImage image = PngReader.Read(path);
        byte[] pixels = image.Channels == 3 && expected.Channels == 1 ? Grey(image.Pixels) : image.Pixels;
        int channels = image.Channels == 3 && expected.Channels == 1 ? 1 : image.Channels;
        Check(path, new ImageShape(image.Height, image.Width, channels), expected);
        return new ImageBatch(expected, Array.ConvertAll(pixels, pixel => pixel / 255f));
    }

    private static ImageBatch FromArray(string path, NumericArray array, ImageShape expected)
    {
        IReadOnlyList<int> shape = array.Shape;
        if (shape.Count is < 2 or > 4)
            throw new DataFileException(path, $"holds an array [{string.Join(", ", shape)}], no images", "give [n, height, width] or [n, height, width, channels]");
        int[] full = shape.Count switch { 2 => [1, .. shape, 1], 3 => [.. shape, 1], _ => [.. shape] };
        Check(path, new ImageShape(full[1], full[2], full[3]), expected);
        float[] values = array.ToSingles();
        float scale = array.Type is ElementType.F32 or ElementType.F64 ? 1 : 1 / 255f;
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Clamp(values[i] * scale, 0, 1);
        return new ImageBatch(expected, values);
    }

    // Luma of Rec. 601, the usual grey of a colour image.
    private static byte[] Grey(byte[] rgb)
    {
        var grey = new byte[rgb.Length / 3];
        for (int i = 0; i < grey.Length; i++)
            grey[i] = (byte)((0.299f * rgb[3 * i]) + (0.587f * rgb[(3 * i) + 1]) + (0.114f * rgb[(3 * i) + 2]) + 0.5f);
        return grey;
    }

    private static void Check(string path, ImageShape found, ImageShape expected)
    {
        if (found != expected)
            throw new DataFileException(path, $"holds images of {found.Height}x{found.Width}x{found.Channels}, the run takes {expected.Height}x{expected.Width}x{expected.Channels}", "give images of that size");
    }
}
