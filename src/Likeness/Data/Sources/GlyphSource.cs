using Likeness.Data.Glyphs;

namespace Likeness.Data.Sources;

/// <summary>Draws the glyph set a name asks for: all classes, digits or letters, as 28x28 or 14x14 grey or 20x16 binary.</summary>
internal static class GlyphSource
{
    /// <summary>The choices a name may make, one of each pair of brackets of glyphs[:digits|:letters][:14|:20x16].</summary>
    public static readonly string[] Choices = ["digits", "letters", "14", "20x16"];

    /// <summary>The parts and the canonical name without binarization.</summary>
    public static (DataParts Parts, string Name) Make(DataName name)
    {
        string? classes = One(name, "digits", "letters"), format = One(name, "14", "20x16");
        string canonical = string.Join(':', new[] { "glyphs", classes, format }.Where(part => part is not null));
        var (first, count, perClass) = classes switch
        {
            "digits" => (0, 10, (1500, 250, 250)),
            "letters" => (10, 26, (600, 100, 100)),
            _ => (0, 36, (500, 100, 100)),
        };
        bool binary = format == "20x16";
        var drawn = binary ? GlyphFormat.Binary20x16 : GlyphFormat.Grey28;
        var (train, validation, test) = GlyphSet.Make(canonical, drawn, format == "14", first, count, perClass);
        return (new DataParts(train, validation, test, binary ? Binarization.Native : Binarization.None), canonical);
    }

    private static string? One(DataName name, string a, string b)
    {
        var chosen = name.Choices.Where(choice => choice == a || choice == b).Distinct().ToArray();
        return chosen.Length < 2
            ? chosen.FirstOrDefault()
            : throw new DataSourceException($"glyphs:{a}:{b} asks for both: choose one of them");
    }
}
