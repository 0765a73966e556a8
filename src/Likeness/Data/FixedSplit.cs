namespace Likeness.Data;

/// <summary>The parts of a set as a source delivers them; the validation images are the last of the training part.</summary>
internal sealed record DataParts(ImageSet? TrainAll, int ValidationCount, ImageSet? Test, Binarization Binarization = Binarization.None);

/// <summary>Splits that depend on nothing but the order of the images, so they are the same for everyone.</summary>
internal static class FixedSplit
{
    private const int LargeSet = 50_000, LargeValidation = 10_000, TestEvery = 6, ValidationEvery = 10;

    /// <summary>Adds the validation part: the last 10,000 of a set of 50,000 or more, else every tenth image of each class,
    /// moved to the end.</summary>
    public static DataParts WithValidation(ImageSet? train, ImageSet? test, Binarization binarization = Binarization.None)
    {
        if (train is null || train.Count >= LargeSet)
            return new DataParts(train, train is null ? 0 : LargeValidation, test, binarization);
        var (kept, validation) = Divide(train, rank => rank % ValidationEvery == ValidationEvery - 1);
        return new DataParts(train.Subset([.. kept, .. validation]), validation.Length, test, binarization);
    }

    /// <summary>Splits a set that has no test part: every sixth image of each class (of the whole, without labels) is test.</summary>
    public static DataParts EverySixth(ImageSet all, Binarization binarization = Binarization.None) =>
        Split(all, rank => rank % TestEvery == TestEvery - 1, binarization);

    /// <summary>Splits a set so that the first <paramref name="perClass"/> images of each class are training, the rest test.</summary>
    public static DataParts FirstOfEachClass(ImageSet all, int perClass, Binarization binarization = Binarization.None) =>
        Split(all, rank => rank >= perClass, binarization);

    private static DataParts Split(ImageSet all, Func<int, bool> isTest, Binarization binarization)
    {
        var (train, test) = Divide(all, isTest);
        return WithValidation(all.Subset(train), test.Length > 0 ? all.Subset(test) : null, binarization);
    }

    // rank counts the images of one class in order.
    private static (int[] Kept, int[] Moved) Divide(ImageSet set, Func<int, bool> moves)
    {
        var seen = new int[Math.Max(1, set.ClassCount)];
        List<int> kept = [], moved = [];
        for (int i = 0; i < set.Count; i++)
        {
            int label = set.HasLabels ? set.Labels.Span[i] : 0;
            (moves(seen[label]++) ? moved : kept).Add(i);
        }
        return ([.. kept], [.. moved]);
    }
}
