namespace Likeness.Formats;

/// <summary>Counts the elements of a shape that a file claims, without overflow.</summary>
internal static class ShapeSize
{
    private const long Huge = 1L << 32;

    /// <summary>The product of sizes that are 0 or more; anything beyond 2^32 counts as 2^32, more than an array can hold.</summary>
    public static long Count(IReadOnlyList<int> shape)
    {
        long count = 1;
        foreach (int size in shape)
            count = Math.Min(Huge, count * size);
        return count;
    }
}
