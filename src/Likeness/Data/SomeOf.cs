namespace Likeness.Data;

/// <summary>
/// A part that stands for a whole: always the same places, drawn without order, because sets are often sorted by class or by writer, or go
/// through the classes in turn.
/// </summary>
internal static class SomeOf
{
    private static readonly ulong Key = CounterHash.Key("some of");

    /// <summary>So many of the places 0 .. total - 1; the first of many are those of few.</summary>
    public static int[] Places(int total, int count) =>
        [.. Enumerable.Range(0, total).OrderBy(place => CounterHash.At(Key, (ulong)place)).Take(count)];

    /// <summary>So many images of a set; all of it for 0.</summary>
    public static ImageSet Images(ImageSet images, int count) =>
        count == 0 || count >= images.Count ? images : images.Subset(Places(images.Count, count));
}
