using Likeness.Formats;

namespace Likeness.Data.Sources;

/// <summary>Reads a folder of PNG pictures of one size: one sub-folder a class, or all in one place without labels.
/// Sub-folders "train" and "test" are parts; otherwise every sixth picture of each class, by name, is test.</summary>
internal static class PngFolderSource
{
    public static bool Exists(string folder) => Directory.Exists(folder)
        && Directory.EnumerateFiles(folder, "*.png", SearchOption.AllDirectories).Any();

    public static DataParts Read(string folder, string name)
    {
        string train = Path.Combine(folder, "train"), test = Path.Combine(folder, "test");
        if (!Directory.Exists(train) || !Directory.Exists(test))
            return FixedSplit.EverySixth(ReadPart(folder, name));
        var (trainSet, testSet) = (ReadPart(train, $"{name} train"), ReadPart(test, $"{name} test"));
        if (!trainSet.ClassNames.SequenceEqual(testSet.ClassNames))
            throw new DataFileException(test, $"has the classes {string.Join(", ", testSet.ClassNames)}, the training part " +
                string.Join(", ", trainSet.ClassNames), "give both parts the same sub-folders");
        ImageArrays.ExpectSameSize(trainSet, testSet, test);
        return FixedSplit.WithValidation(trainSet, testSet);
    }

    private static ImageSet ReadPart(string folder, string name)
    {
        var classes = Directory.EnumerateDirectories(folder).Where(sub => Directory.EnumerateFiles(sub, "*.png").Any())
            .Select(sub => Path.GetFileName(sub)).Order(StringComparer.Ordinal).ToArray();
        var files = new List<(string File, int Label)>();
        foreach (string part in classes.Length > 0 ? classes : [""])
            foreach (string file in Directory.EnumerateFiles(Path.Combine(folder, part), "*.png").Order(StringComparer.Ordinal))
                files.Add((file, Math.Max(0, Array.IndexOf(classes, part))));
        if (files.Count == 0)
            throw new DataFileException(folder, "holds no PNG pictures", "put them there, one sub-folder a class");
        if (classes.Length > 0 && Directory.EnumerateFiles(folder, "*.png").Any())
            throw new DataFileException(folder, "holds PNG pictures beside its class folders",
                "move every picture into the folder of its class");
        return ReadFiles(files, name, classes);
    }

    private static ImageSet ReadFiles(List<(string File, int Label)> files, string name, string[] classes)
    {
        PixelImage? first = null;
        using var pixels = new MemoryStream();
        foreach (var (file, _) in files)
        {
            var image = PngReader.Read(file);
            first ??= image;
            if ((image.Height, image.Width, image.Channels) != (first.Height, first.Width, first.Channels))
                throw new DataFileException(file, $"is a {image.Height}x{image.Width}x{image.Channels} picture among " +
                    $"{first.Height}x{first.Width}x{first.Channels} ones",
                    "all pictures of a set must have one size and be all grey or all colour");
            pixels.Write(image.Pixels);
        }
        int[] labels = classes.Length > 0 ? [.. files.Select(file => file.Label)] : [];
        return new ImageSet(name, first!.Height, first.Width, first.Channels, pixels.ToArray(), labels, classes);
    }
}
