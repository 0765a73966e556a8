using System.Numerics.Tensors;

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
        FeatureSet.Require(real, made, k + 1, $"precision and recall with k = {k}");
        double[] realRadii = Radii(real, k), madeRadii = Radii(made, k);
        int[] around = new int[made.Count];
        bool[] recalled = new bool[real.Count], covered = new bool[real.Count];
        Parallel.For(0, real.Count, i =>
        {
            for (int j = 0; j < made.Count; j++)
            {
                double distance = Distance(real[i], made[j]);
                recalled[i] |= distance < madeRadii[j];
                if (distance >= realRadii[i])
                    continue;
                covered[i] = true;
                Interlocked.Increment(ref around[j]);
            }
        });
        return new Neighbourhoods(
            Share(around.Count(count => count > 0), made), Share(recalled.Count(hit => hit), real),
            around.Sum(count => (long)count) / ((double)k * made.Count), Share(covered.Count(hit => hit), real));
    }

    /// <summary>From each image to its nearest neighbour in another set.</summary>
    /// <exception cref="ArgumentException">The features differ, or a set is empty.</exception>
    public static double[] Nearest(FeatureSet from, FeatureSet to)
    {
        FeatureSet.Require(from, to, 1, "the nearest neighbour");
        double[] nearest = new double[from.Count];
        Parallel.For(0, nearest.Length, i =>
        {
            nearest[i] = double.PositiveInfinity;
            for (int j = 0; j < to.Count; j++)
                nearest[i] = Math.Min(nearest[i], Distance(from[i], to[j]));
        });
        return nearest;
    }

    private static double[] Radii(FeatureSet set, int k)
    {
        double[] radii = new double[set.Count];
        Parallel.For(0, radii.Length, () => new double[set.Count - 1], (i, _, distances) =>
        {
            for (int j = 0; j < set.Count; j++)
                if (j != i)
                    distances[j < i ? j : j - 1] = Distance(set[i], set[j]);
            Array.Sort(distances);
            radii[i] = distances[k - 1];
            return distances;
        }, _ => { });
        return radii;
    }

    private static double Distance(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => TensorPrimitives.Distance(x, y);

    private static double Share(int count, FeatureSet set) => (double)count / set.Count;
}
