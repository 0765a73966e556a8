using Likeness.Data.Glyphs;
using Likeness.Formats;

namespace Likeness.Data.Sources;

/// <summary>Reads Binary AlphaDigits, from the original MATLAB file or from an IDX pair: 36 classes of 39 binary 20x16 images.
/// Per class the first 30 are training, the rest test.</summary>
internal static class AlphaDigitsSource
{
    private const string MatName = "binaryalphadigs.mat", Stem = "alphadigs";
    private const int Height = 20, Width = 16, TrainPerClass = 30;

    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, MatName))
        || IdxSource.Find(folder, [Stem], "images") is not null;

    public static DataParts Read(string folder, string name)
    {
        string mat = Path.Combine(folder, MatName);
        var all = File.Exists(mat) ? ReadMat(mat, name) : ReadIdx(folder, name);
        if (all.Height != Height || all.Width != Width || all.Pixels.Span.ContainsAnyExcept((byte)0, (byte)255))
            throw new DataFileException(folder, $"holds {all.Height}x{all.Width} images that are not all binary",
                $"expected {MatName} of Binary AlphaDigits");
        return FixedSplit.FirstOfEachClass(all, TrainPerClass, Binarization.Native);
    }

    private static ImageSet ReadMat(string file, string name)
    {
        if (!MatFile.Read(file).TryGetValue("dat", out var dat) || dat is not MatValue.Cells { Shape.Count: 2 } cells
            || cells.Shape[0] != Alphabet.Characters.Length)
            throw new DataFileException(file, "has no 36-row cell array 'dat'", $"expected {MatName} of Binary AlphaDigits");
        using var pixels = new MemoryStream();
        foreach (var item in cells.Items)
        {
            if (item is not MatValue.Numbers { Array: { Type: ElementType.U8 } image } || !image.Shape.SequenceEqual([Height, Width]))
                throw new DataFileException(file, $"cell {pixels.Length / (Height * Width)} of 'dat' is no {Height}x{Width} byte image",
                    "the file is damaged; fetch it again");
            pixels.Write(image.Bytes.Span);
        }
        var labels = Enumerable.Range(0, cells.Items.Count).Select(i => i / cells.Shape[1]).ToArray();
        return ImageArrays.ToSet(name, new NumericArray(ElementType.U8, [labels.Length, Height, Width], pixels.ToArray()), file, labels,
            file, Classes());
    }

    private static ImageSet ReadIdx(string folder, string name)
    {
        string images = IdxSource.Find(folder, [Stem], "images")!, labels = IdxSource.Find(folder, [Stem], "labels")
            ?? throw new DataFileException(images, "has no labels beside it", $"put {Stem}-labels-idx1-ubyte.gz into {folder}");
        return ImageArrays.ToSet(name, Idx.Read(images), images, ImageArrays.Labels(Idx.Read(labels), labels), labels, Classes());
    }

    private static string[] Classes() => Alphabet.Characters.Select(c => c.ToString()).ToArray();
}
