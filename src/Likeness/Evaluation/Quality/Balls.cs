using System.Numerics.Tensors;

namespace Likeness.Evaluation.Quality;

/// <summary>The images of a set, each with a ball around it.</summary>
internal sealed class Balls
{
    private Balls(FeatureSet set, int k, double[] radii) => (Set, K, Radii) = (set, k, radii);

    public FeatureSet Set { get; }

    public int K { get; }

    /// <summary>From each image to its k-th nearest neighbour.</summary>
    public double[] Radii { get; }

    public int Count => Set.Count;

    /// <summary>Balls that reach to the k-th nearest neighbour.</summary>
    public static Balls Around(FeatureSet set, int k, Watch watch)
    {
        FeatureSet.Require(set, set, k + 1, $"precision and recall with k = {k}");
        double[] nearest = new double[set.Count * k];
        Array.Fill(nearest, double.PositiveInfinity);
        SetRows.Meet(set.Count, set.Count, watch, "neighbours among themselves", (i, first, end) =>
        {
            Span<double> kept = nearest.AsSpan(i * k, k);
            for (int j = first; j < end; j++)
                if (j != i)
                    Keep(kept, Distance(set[i], set[j]));
        });
        return new Balls(set, k, [.. Enumerable.Range(0, set.Count).Select(i => nearest[(i * k) + k - 1])]);
    }

    public static double Distance(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => TensorPrimitives.Distance(x, y);

    // The smallest distances so far, in order.
    private static void Keep(Span<double> kept, double distance)
    {
        int place = kept.Length - 1;
        if (distance >= kept[place])
            return;
        for (; place > 0 && kept[place - 1] > distance; place--)
            kept[place] = kept[place - 1];
        kept[place] = distance;
    }
}
