namespace Likeness.App.Reports.Charts;

/// <summary>What makes a long, noisy record drawable: a smooth line through it, and few enough points.</summary>
internal static class Curve
{
    private const int NoisyFrom = 60;
    private const int FirstPoints = 2;
    private const double WindowPart = 0.02;

    /// <summary>True when a curve has enough points that its noise would hide its course.</summary>
    public static bool IsNoisy(IReadOnlyList<Point> points) => points.Count >= NoisyFrom;

    /// <summary>
    /// A centred moving average over 2 % of the curve on each side. It shrinks to a few points at the start, where losses fall
    /// steeply, and loses only its right half at the end, where one noisy point must not have the last word. Values that are
    /// not finite are left out of the average, and gaps stay gaps.
    /// </summary>
    public static IReadOnlyList<Point> Smooth(IReadOnlyList<Point> points)
    {
        var (sums, counts) = PrefixSums(points);
        var reach = Math.Max(1, (int)(WindowPart * points.Count));
        var smooth = new Point[points.Count];
        for (var i = 0; i < points.Count; i++)
        {
            var half = Math.Min(reach, i);
            var (from, to) = (i - half, Math.Min(points.Count, i + Math.Max(half, Math.Min(reach, FirstPoints)) + 1));
            var mean = (sums[to] - sums[from]) / (counts[to] - counts[from]);
            smooth[i] = points[i] with { Y = points[i].IsFinite ? mean : double.NaN };
        }
        return smooth;
    }

    /// <summary>At most about <paramref name="limit"/> points: the lowest and highest of each bucket, so that no spike is lost.</summary>
    public static IReadOnlyList<Point> Thin(IReadOnlyList<Point> points, int limit)
    {
        if (points.Count <= limit)
            return points;
        var thin = new List<Point>();
        var size = (int)Math.Ceiling(2.0 * points.Count / limit);
        foreach (var bucket in points.Chunk(size))
            thin.AddRange(Extremes(bucket));
        return thin;
    }

    private static IEnumerable<Point> Extremes(Point[] bucket)
    {
        var finite = bucket.Where(point => point.IsFinite).ToArray();
        // A gap shows only if a whole bucket is missing: that is the finest a drawing of this width can tell.
        if (finite.Length == 0)
            return [bucket[0]];
        return new[] { finite.MinBy(point => point.Y), finite.MaxBy(point => point.Y) }.Distinct().OrderBy(point => point.X);
    }

    private static (double[] Sums, int[] Counts) PrefixSums(IReadOnlyList<Point> points)
    {
        var (sums, counts) = (new double[points.Count + 1], new int[points.Count + 1]);
        for (var i = 0; i < points.Count; i++)
        {
            var finite = points[i].IsFinite;
            sums[i + 1] = sums[i] + (finite ? points[i].Y : 0);
            counts[i + 1] = counts[i] + (finite ? 1 : 0);
        }
        return (sums, counts);
    }
}
