using System.Numerics.Tensors;

namespace Likeness.Evaluation.Quality;

/// <summary>
/// The kernel distance of two sets (Binkowski et al. 2018): the squared maximum mean discrepancy with the kernel (x.y / d + 1)^3, without
/// bias, so that it does not fall with the number of images and is slightly negative for a set against itself.
/// </summary>
/// <param name="Value">The distance.</param>
/// <param name="Error">Its standard error, over the images of both sets.</param>
public sealed record KernelDistance(double Value, double Error)
{
    /// <summary>The distance.</summary>
    /// <exception cref="ArgumentException">The features differ, or a set has fewer than two images.</exception>
    public static KernelDistance Between(FeatureSet a, FeatureSet b)
    {
        FeatureSet.Require(a, b, 2, "the kernel distance");
        var watch = new Watch();
        return Between(a, Within(a, watch), b, Within(b, watch), watch);
    }

    /// <summary>The distance of sets whose kernels within are known.</summary>
    internal static KernelDistance Between(FeatureSet a, double[] withinA, FeatureSet b, double[] withinB, Watch watch)
    {
        FeatureSet.Require(a, b, 2, "the kernel distance");
        double[] across = Across(a, b, watch), back = Across(b, a, watch);
        double value = withinA.Average() + withinB.Average() - across.Average() - back.Average();
        // The first term of the variance of a U-statistic: how much an image moves it.
        double spread = (Variance(withinA, across) / a.Count) + (Variance(withinB, back) / b.Count);
        return new KernelDistance(value, 2 * Math.Sqrt(spread));
    }

    /// <summary>Mean kernel of each image with the others of its set.</summary>
    internal static double[] Within(FeatureSet set, Watch watch) =>
        [.. Sums(set, set, watch).Select((sum, image) => (sum - Kernel(set[image], set[image])) / (set.Count - 1))];

    // Mean kernel of each image with those of the other set.
    private static double[] Across(FeatureSet set, FeatureSet other, Watch watch) => [.. Sums(set, other, watch).Select(sum => sum / other.Count)];

    private static double[] Sums(FeatureSet set, FeatureSet other, Watch watch)
    {
        double[] sums = new double[set.Count];
        SetRows.Meet(set.Count, other.Count, watch, "kernel distance", (i, first, end) =>
        {
            for (int j = first; j < end; j++)
                sums[i] += Kernel(set[i], other[j]);
        });
        return sums;
    }

    private static double Kernel(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double k = (TensorPrimitives.Dot(x, y) / (double)x.Length) + 1;
        return k * k * k;
    }

    private static double Variance(double[] within, double[] across)
    {
        double[] influence = [.. within.Zip(across, (own, other) => own - other)];
        double mean = influence.Average();
        return influence.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, influence.Length - 1);
    }
}
