using Likeness.Data.Sources;

namespace Likeness.Data;

/// <summary>The named data sets, and the way from a name or a path to a set in memory.</summary>
public static class DataCatalog
{
    private static readonly DataEntry Glyphs = new("glyphs", "digits and capitals in a drawn hand, made by this program; needs no files",
        "21,600 + 3,600 of 28x28 grey", 36, [.. GlyphSource.Choices, DataName.ClassVariant, .. DataName.BinaryVariants], "built in", "MIT, as this program");

    /// <summary>Every named set of images and points, in the order in which to show them.</summary>
    public static IReadOnlyList<DataEntry> All { get; } =
        [Glyphs, .. PublicSet.All.Select(set => set.Entry), .. ToyDensity.All.Select(toy => toy.Entry)];

    /// <summary>Loads a set of images or points: a name of <see cref="All"/> with variants ("mnist:binary", "glyphs:digits:14"), or a path to a
    /// folder of IDX files or PNG pictures or to an NPY or NPZ file, with or without ":binary", ":static" or ":dynamic". Any set with labels
    /// takes ":first3": only its first three classes.
    /// Throws <see cref="DataSourceException"/> when a name is unknown or its files cannot be had,
    /// <see cref="Formats.DataFileException"/> when a file is damaged or does not fit.</summary>
    public static DataSet Load(string name, DataOptions? options = null)
    {
        options ??= new DataOptions();
        var parsed = DataName.Parse(name);
        if (parsed.Base == "glyphs")
            return LoadGlyphs(name, parsed);
        if (PublicSet.All.FirstOrDefault(set => set.Entry.Name == parsed.Base) is { } known)
        {
            CheckChoices(name, parsed, known.Entry, []);
            return Finish(parsed.Base, parsed, known.Read(DataLocator.Find(known, options), parsed.Base));
        }
        if (parsed.Base == "toy")
            return Toy(name).ToSet();
        if (!DataName.LooksLikePath(name))
            throw Unknown(name, parsed.Base);
        var path = DataName.ParsePath(name);
        return Finish(path.Base, path, PathSource.Read(path.Base, path.Base));
    }

    /// <summary>A toy density by name, "toy:moons"; an unknown name throws <see cref="DataSourceException"/> with the nearest known
    /// one.</summary>
    public static ToyDensity Toy(string name) => ToyDensity.All.FirstOrDefault(toy => toy.Name == name.Trim().ToLowerInvariant())
        ?? throw Unknown(name, name);

    private static DataSet LoadGlyphs(string name, DataName parsed)
    {
        CheckChoices(name, parsed, Glyphs, GlyphSource.Choices);
        if (parsed.Choices.Contains("20x16") && parsed.Binarization != Binarization.None)
            throw BinaryAlready(name, parsed.BinarizationWord);
        var (parts, canonical) = GlyphSource.Make(parsed);
        return Finish(canonical, parsed, parts);
    }

    private static void CheckChoices(string name, DataName parsed, DataEntry entry, string[] choices)
    {
        if (parsed.Choices.FirstOrDefault(choice => !choices.Contains(choice)) is { } unknown)
            throw new DataSourceException($"data set '{name}': unknown variant '{unknown}'" +
                $"{EditDistance.Suggest(unknown, entry.Variants)}; " +
                (entry.Variants.Count > 0 ? $"'{entry.Name}' has {string.Join(", ", entry.Variants)}" : $"'{entry.Name}' has none"));
    }

    private static DataSet Finish(string name, DataName parsed, DataParts parts)
    {
        DataParts made = Binary(name, parsed, parts);
        // After a static draw, so that the images are those of the whole set.
        if (parsed.FirstClasses is { } count)
            (name, made) = ($"{name}:first{count}", ClassChoice.First(name, made, count));
        string full = parsed.Binarization == Binarization.None ? name : $"{name}:{parsed.BinarizationWord}";
        return new DataSet(full, made.TrainAll, made.ValidationCount, made.Test, made.Binarization);
    }

    private static DataParts Binary(string name, DataName parsed, DataParts parts)
    {
        if (parsed.Binarization == Binarization.None)
            return parts;
        string word = parsed.BinarizationWord;
        if (parts.Binarization == Binarization.Native)
            throw BinaryAlready(name, word);
        if ((parts.TrainAll ?? parts.Test)!.Channels != 1)
            throw new DataSourceException($"data set '{name}' is in colour and cannot be made binary: drop ':{word}'");
        var train = Binarizer.Apply(parts.TrainAll, parsed.Binarization, $"{name} static train");
        var test = Binarizer.Apply(parts.Test, parsed.Binarization, $"{name} static test");
        return parts with { TrainAll = train, Test = test, Binarization = parsed.Binarization };
    }

    private static DataSourceException BinaryAlready(string name, string word) =>
        new($"data set '{name}' is binary already: drop ':{word}'");

    private static DataSourceException Unknown(string name, string stem) =>
        new($"unknown data set '{name}'{EditDistance.Suggest(stem, All.Select(entry => entry.Name))}; " +
            $"known: {string.Join(", ", All.Select(entry => entry.Name))}, " +
            "or a path to a folder of IDX files or PNG pictures or to an .npy or .npz file");
}
