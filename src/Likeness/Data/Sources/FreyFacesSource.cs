using Likeness.Formats;

namespace Likeness.Data.Sources;

/// <summary>Reads the Frey faces, 1,965 video frames of 28x20 grey pixels without labels, from IDX or the original MATLAB file.
/// Every sixth frame is test.</summary>
internal static class FreyFacesSource
{
    private const string MatName = "frey_rawface.mat", Stem = "freyfaces";
    private const int Height = 28, Width = 20;

    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, MatName))
        || IdxSource.Find(folder, [Stem], "images") is not null;

    public static DataParts Read(string folder, string name)
    {
        string file = IdxSource.Find(folder, [Stem], "images") ?? Path.Combine(folder, MatName);
        var frames = file.EndsWith(".mat", StringComparison.Ordinal) ? ReadMat(file) : Idx.Read(file);
        var all = ImageArrays.ToSet(name, frames, file, null, "", []);
        if (all.Height != Height || all.Width != Width)
            throw new DataFileException(file, $"has images of {all.Height}x{all.Width}", $"expected frames of {Height}x{Width}");
        return FixedSplit.EverySixth(all);
    }

    // 'ff' holds one frame a column, its pixels row by row.
    private static NumericArray ReadMat(string file)
    {
        if (!MatFile.Read(file).TryGetValue("ff", out var value) || value is not MatValue.Numbers { Array: { Type: ElementType.U8 } frames }
            || frames.Shape.Count != 2 || frames.Shape[0] != Height * Width)
            throw new DataFileException(file, "has no byte array 'ff' of 560 rows", $"expected {MatName} of the Frey faces");
        var turned = RowMajor.FromColumnMajor(frames.Bytes.Span, [frames.Shape[1], frames.Shape[0]], 1);
        return new NumericArray(ElementType.U8, [frames.Shape[1], Height, Width], turned);
    }
}
