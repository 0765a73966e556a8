using Likeness.Formats;

namespace Likeness.Data.Sources;

/// <summary>Reads CIFAR-10 in its binary version: records of one label byte and 32x32 pixels, red plane, green plane, blue plane.</summary>
internal static class CifarSource
{
    private const int Side = 32, Plane = Side * Side, Record = 1 + 3 * Plane;

    /// <summary>The names of the classes, by number.</summary>
    public static readonly string[] Classes = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>The five training files and the test file.</summary>
    public static readonly string[] Files =
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin"];

    public static bool Exists(string folder) => Files.All(file => File.Exists(Path.Combine(folder, file)));

    public static DataParts Read(string folder, string name)
    {
        var train = ReadFiles(folder, $"{name} train", Files[..5]);
        return FixedSplit.WithValidation(train, ReadFiles(folder, $"{name} test", Files[5..]));
    }

    private static ImageSet ReadFiles(string folder, string name, string[] files)
    {
        var contents = files.Select(file => ReadRecords(Path.Combine(folder, file))).ToArray();
        var pixels = new byte[contents.Sum(content => content.Length / Record) * 3 * Plane];
        var labels = new int[pixels.Length / (3 * Plane)];
        int image = 0;
        foreach (var content in contents)
            for (int at = 0; at < content.Length; at += Record, image++)
            {
                labels[image] = content[at];
                Interleave(content.AsSpan(at + 1, 3 * Plane), pixels.AsSpan(image * 3 * Plane));
            }
        return new ImageSet(name, Side, Side, 3, pixels, labels, Classes);
    }

    private static byte[] ReadRecords(string file)
    {
        using var source = ByteSource.Open(file);
        var content = source.ReadToEnd();
        if (content.Length == 0 || content.Length % Record != 0)
            throw new DataFileException(file, $"has {content.Length} bytes, not a whole number of {Record}-byte records",
                "the file is cut short; fetch it again");
        for (int at = 0; at < content.Length; at += Record)
            if (content[at] >= Classes.Length)
                throw new DataFileException(file, $"label {content[at]} of image {at / Record} is outside 0..9",
                    "expected the binary version of CIFAR-10");
        return content;
    }

    private static void Interleave(ReadOnlySpan<byte> planes, Span<byte> pixels)
    {
        for (int i = 0; i < Plane; i++)
            for (int c = 0; c < 3; c++)
                pixels[3 * i + c] = planes[c * Plane + i];
    }
}
