namespace Likeness.Evaluation.Quality;

/// <summary>
/// Whether made images lie where real ones do, and the reverse (Kynkaanniemi et al. 2019; Naeem et al. 2020). Around each image lies a
/// ball that reaches to its k-th nearest neighbour in its own set; inside means strictly nearer.
/// </summary>
/// <param name="Precision">Share of made images inside the ball of some real one: quality.</param>
/// <param name="Recall">Share of real images inside the ball of some made one: diversity.</param>
/// <param name="Density">Balls of real images around a made one, over k: quality that an outlier among the real ones does not inflate; may exceed 1.</param>
/// <param name="Coverage">Share of real images whose ball holds a made one: diversity that an outlier among the made ones does not inflate.</param>
public sealed record Neighbourhoods(double Precision, double Recall, double Density, double Coverage)
{
    /// <summary>Measures made images against real ones.</summary>
    /// <exception cref="ArgumentException">The features differ, or a set has no more than k images.</exception>
    public static Neighbourhoods Of(FeatureSet real, FeatureSet made, int k = 5)
    {
        var watch = new Watch();
        FeatureSet.Require(real, made, k + 1, $"precision and recall with k = {k}");
        return Of(Balls.Around(real, k, watch), Balls.Around(made, k, watch), watch);
    }

    /// <summary>The same of sets whose balls are known.</summary>
    internal static Neighbourhoods Of(Balls real, Balls made, Watch watch)
    {
        int[] around = new int[made.Count];
        bool[] recalled = new bool[real.Count], covered = new bool[real.Count];
        SetRows.Meet(real.Count, made.Count, watch, "neighbours of samples", (i, first, end) =>
        {
            for (int j = first; j < end; j++)
            {
                double distance = Balls.Distance(real.Set[i], made.Set[j]);
                recalled[i] |= distance < made.Radii[j];
                if (distance >= real.Radii[i])
                    continue;
                covered[i] = true;
                Interlocked.Increment(ref around[j]);
            }
        });
        return new Neighbourhoods(
            Share(around.Count(count => count > 0), made), Share(recalled.Count(hit => hit), real),
            around.Sum(count => (long)count) / ((double)real.K * made.Count), Share(covered.Count(hit => hit), real));
    }

    /// <summary>From each image to its nearest neighbour in another set.</summary>
    /// <exception cref="ArgumentException">The features differ, or a set is empty.</exception>
    public static double[] Nearest(FeatureSet from, FeatureSet to) => Nearest(from, to, new Watch());

    /// <inheritdoc cref="Nearest(FeatureSet, FeatureSet)"/>
    internal static double[] Nearest(FeatureSet from, FeatureSet to, Watch watch)
    {
        FeatureSet.Require(from, to, 1, "the nearest neighbour");
        double[] nearest = new double[from.Count];
        Array.Fill(nearest, double.PositiveInfinity);
        SetRows.Meet(from.Count, to.Count, watch, "nearest training images", (i, first, end) =>
        {
            for (int j = first; j < end; j++)
                nearest[i] = Math.Min(nearest[i], Balls.Distance(from[i], to[j]));
        });
        return nearest;
    }

    private static double Share(int count, Balls of) => (double)count / of.Count;
}
