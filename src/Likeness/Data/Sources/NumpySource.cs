using Likeness.Formats;

namespace Likeness.Data.Sources;

/// <summary>Reads images from an NPY file (one array) or an NPZ archive: x_train, y_train, x_test, y_test; or x and y; or one array
/// alone.</summary>
internal static class NumpySource
{
    public static DataParts Read(string file, string name)
    {
        if (!file.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
            return FixedSplit.EverySixth(ImageArrays.ToSet(name, Npy.Read(file), file, null, "", []));
        var arrays = Npy.ReadArchive(file).ToDictionary(array => array.Name, array => array.Array, StringComparer.OrdinalIgnoreCase);
        if (arrays.ContainsKey("x_train") || arrays.ContainsKey("x_test"))
            return ReadParts(arrays, file, name);
        var images = arrays.GetValueOrDefault("x") ?? (arrays.Count == 1 ? arrays.Values.Single() : null)
            ?? throw new DataFileException(file, $"holds the arrays {string.Join(", ", arrays.Keys)}",
                "name them x_train, y_train, x_test, y_test, or x and y");
        var labels = LabelsOf(arrays, "y", file);
        return FixedSplit.EverySixth(ImageArrays.ToSet(name, images, file, labels, file, ImageArrays.NumberedClasses(labels)));
    }

    private static DataParts ReadParts(Dictionary<string, NumericArray> arrays, string file, string name)
    {
        int[]? trainLabels = LabelsOf(arrays, "y_train", file), testLabels = LabelsOf(arrays, "y_test", file);
        bool bothParts = arrays.ContainsKey("x_train") && arrays.ContainsKey("x_test");
        if (bothParts && trainLabels is null != testLabels is null)
            throw new DataFileException(file, "has labels for one part only", "add y_train and y_test, or neither");
        var classes = ImageArrays.NumberedClasses(trainLabels, testLabels);
        ImageSet? Part(string key, int[]? labels) => arrays.TryGetValue(key, out var images)
            ? ImageArrays.ToSet($"{name} {key[2..]}", images, $"{file} ({key})", labels, $"{file} (y{key[1..]})", classes)
            : null;
        var (train, test) = (Part("x_train", trainLabels), Part("x_test", testLabels));
        ImageArrays.ExpectSameSize(train, test, $"{file} (x_test)");
        return FixedSplit.WithValidation(train, test);
    }

    private static int[]? LabelsOf(Dictionary<string, NumericArray> arrays, string key, string file) =>
        arrays.TryGetValue(key, out var array) ? ImageArrays.Labels(array, $"{file} ({key})") : null;
}
