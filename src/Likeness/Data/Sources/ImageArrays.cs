using System.Globalization;
using Likeness.Formats;

namespace Likeness.Data.Sources;

/// <summary>Turns arrays from files into image sets; every disagreement is reported with the file's name.</summary>
internal static class ImageArrays
{
    /// <summary>Images [n, h, w], [n, h, w, c] (c 1 or 3) or [n, d] (d a square): bytes as they are, floats in [0, 1] times 255,
    /// 0/1 bytes and booleans as 0/255.</summary>
    public static ImageSet ToSet(string name, NumericArray images, string imageFile, int[]? labels, string labelFile,
        IReadOnlyList<string> classNames)
    {
        var (height, width, channels) = Sizes(images, imageFile);
        if (labels is not null && labels.Length != images.Shape[0])
            throw new DataFileException(labelFile,
                $"holds {labels.Length} labels for the {images.Shape[0]} images of {Path.GetFileName(imageFile)}",
                "the two files do not belong together");
        for (int i = 0; i < (labels?.Length ?? 0); i++)
            if ((uint)labels![i] >= (uint)classNames.Count)
                throw new DataFileException(labelFile, $"label {labels[i]} of image {i} is outside 0..{classNames.Count - 1}",
                    "it is not this set's labels file, or it is damaged");
        return new ImageSet(name, height, width, channels, Bytes(images, imageFile), labels, labels is null ? null : classNames);
    }

    /// <summary>Labels [n] (or [n, 1]) as integers of 0 or more.</summary>
    public static int[] Labels(NumericArray array, string file)
    {
        if (array.Shape.Count == 0 || array.Shape[0] != array.Count)
            throw new DataFileException(file, $"labels have shape [{string.Join(", ", array.Shape)}]", "expected one number an image");
        try
        {
            var labels = array.ToInt32s();
            int negative = Array.FindIndex(labels, label => label < 0);
            return negative < 0 ? labels : throw new DataFileException(file, $"label {labels[negative]} of image {negative} is negative",
                "number the classes from 0");
        }
        catch (OverflowException error)
        {
            throw new DataFileException(file, $"holds labels that are not whole numbers ({error.Message})", "number the classes from 0",
                error);
        }
    }

    /// <summary>Class names 0, 1, ... up to the largest label; at most 65,536.</summary>
    public static IReadOnlyList<string> NumberedClasses(params int[]?[] labels)
    {
        int largest = labels.Max(part => part is { Length: > 0 } ? part.Max() : -1);
        return Enumerable.Range(0, Math.Min(largest + 1, 1 << 16)).Select(label => label.ToString(CultureInfo.InvariantCulture)).ToArray();
    }

    /// <summary>Throws unless both parts, where present, have images of one size.</summary>
    public static void ExpectSameSize(ImageSet? train, ImageSet? test, string testFile)
    {
        if (train is null || test is null)
            return;
        if ((train.Height, train.Width, train.Channels) != (test.Height, test.Width, test.Channels))
            throw new DataFileException(testFile, $"has images of {test.Height}x{test.Width}x{test.Channels}, the training part " +
                $"{train.Height}x{train.Width}x{train.Channels}", "all images of a set must have one size");
    }

    private static (int Height, int Width, int Channels) Sizes(NumericArray images, string file)
    {
        var shape = images.Shape;
        int side = shape.Count == 2 ? (int)Math.Round(Math.Sqrt(shape[1])) : 0;
        var sizes = shape.Count switch
        {
            2 when side * side == shape[1] => (side, side, 1),
            3 => (shape[1], shape[2], 1),
            4 when shape[3] is 1 or 3 => (shape[1], shape[2], shape[3]),
            _ => (0, 0, 0),
        };
        if (images.Count == 0 || sizes.Item1 == 0)
            throw new DataFileException(file, $"holds an array of shape [{string.Join(", ", shape)}]",
                "expected images as [n, h, w], [n, h, w, 1 or 3] or [n, h*h], n at least 1");
        return sizes;
    }

    private static ReadOnlyMemory<byte> Bytes(NumericArray images, string file)
    {
        bool fractions = images.Type is ElementType.F32 or ElementType.F64;
        if (images.Type == ElementType.U8 && images.Bytes.Span.ContainsAnyExceptInRange((byte)0, (byte)1))
            return images.Bytes;
        double top = fractions || images.Type is ElementType.Bool or ElementType.U8 ? 1 : 255;
        var bytes = new byte[images.Count];
        for (int i = 0; i < bytes.Length; i++)
        {
            double value = images[i];
            if (!(value >= 0 && value <= top))
                throw new DataFileException(file, $"pixel {i} is {value.ToString(CultureInfo.InvariantCulture)}, outside 0..{top}",
                    "scale float images to [0, 1], or store bytes");
            bytes[i] = (byte)(value * (255 / top) + 0.5);
        }
        return bytes;
    }
}
