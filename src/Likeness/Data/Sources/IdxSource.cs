using Likeness.Formats;

namespace Likeness.Data.Sources;

/// <summary>Reads a folder of IDX files: train-images*, train-labels*, t10k-images* or test-images*, t10k-labels* or
/// test-labels*.</summary>
internal static class IdxSource
{
    private static readonly string[] TrainPrefixes = ["train"], TestPrefixes = ["t10k", "test"];

    /// <summary>True when the folder holds images of a training or a test part.</summary>
    public static bool Exists(string folder) => Find(folder, TrainPrefixes, "images") is not null
        || Find(folder, TestPrefixes, "images") is not null;

    /// <summary>The parts in a folder. Class names are <paramref name="classNames"/>, or 0, 1, ... when null (labels are then
    /// optional).</summary>
    public static DataParts Read(string folder, string name, IReadOnlyList<string>? classNames)
    {
        var train = ReadPart(folder, TrainPrefixes, classNames is not null);
        var test = ReadPart(folder, TestPrefixes, classNames is not null);
        if (train.Labels is null != test.Labels is null && train.Images is not null && test.Images is not null)
            throw new DataFileException(folder, "has labels for one part only", "add the missing labels file or remove the other");
        classNames ??= ImageArrays.NumberedClasses(train.Labels, test.Labels);
        ImageSet? ToSet(Part part, string partName) => part.Images is null
            ? null
            : ImageArrays.ToSet($"{name} {partName}", part.Images, part.ImageFile, part.Labels, part.LabelFile, classNames);
        var (trainSet, testSet) = (ToSet(train, "train"), ToSet(test, "test"));
        ImageArrays.ExpectSameSize(trainSet, testSet, test.ImageFile);
        return FixedSplit.WithValidation(trainSet, testSet);
    }

    /// <summary>The file "prefix-kind..." of a folder, plain before gzip; null when there is none.</summary>
    public static string? Find(string folder, IEnumerable<string> prefixes, string kind) => !Directory.Exists(folder)
        ? null
        : prefixes.SelectMany(prefix => Directory.EnumerateFiles(folder, $"{prefix}-{kind}*"))
            .OrderBy(file => file.Length).ThenBy(file => file, StringComparer.Ordinal).FirstOrDefault();

    private static Part ReadPart(string folder, string[] prefixes, bool needsLabels)
    {
        string? images = Find(folder, prefixes, "images"), labels = Find(folder, prefixes, "labels");
        if (images is null)
            return new Part(null, "", null, "");
        if (labels is null && needsLabels)
            throw new DataFileException(images, "has no labels beside it", $"put {prefixes[0]}-labels-idx1-ubyte.gz into {folder}");
        return new Part(Idx.Read(images), images, labels is null ? null : ImageArrays.Labels(Idx.Read(labels), labels), labels ?? "");
    }

    private sealed record Part(NumericArray? Images, string ImageFile, int[]? Labels, string LabelFile);
}
