namespace Likeness.Data;

/// <summary>The first classes of a labelled set: fewer things to learn, all else as in the whole set.</summary>
internal static class ClassChoice
{
    /// <summary>The images of the first <paramref name="count"/> classes of each part, in order, with their class numbers.</summary>
    /// <exception cref="DataSourceException">The set has no labels or not so many classes.</exception>
    public static DataParts First(string name, DataParts parts, int count)
    {
        ImageSet any = (parts.TrainAll ?? parts.Test)!;
        if (!any.HasLabels)
            throw new DataSourceException($"data set '{name}' has no labels, so its first classes cannot be chosen: drop ':first{count}'");
        if (count < 1 || count > any.ClassCount)
            throw new DataSourceException($"data set '{name}:first{count}': '{name}' has {any.ClassCount} classes; use first1 to first{any.ClassCount}");
        // The validation images are the last ones, and stay it.
        ReadOnlySpan<int> held = parts.TrainAll is { } train ? train.Labels.Span[^parts.ValidationCount..] : [];
        int validation = 0;
        foreach (int label in held)
            validation += label < count ? 1 : 0;
        return parts with { TrainAll = Of(parts.TrainAll, count), ValidationCount = validation, Test = Of(parts.Test, count) };
    }

    private static ImageSet? Of(ImageSet? set, int count)
    {
        ImageSet? kept = set?.OfClasses([.. Enumerable.Range(0, count)]);
        return kept is null || kept.Count == 0 ? null
            : new ImageSet(kept.Name, kept.Height, kept.Width, kept.Channels, kept.Pixels, kept.Labels, [.. kept.ClassNames.Take(count)]);
    }
}
