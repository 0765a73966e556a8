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
        double[] withinA = Within(a), withinB = Within(b), across = Across(a, b), back = Across(b, a);
        double value = withinA.Average() + withinB.Average() - across.Average() - back.Average();
        // The first term of the variance of a U-statistic: how much an image moves it.
        double spread = (Variance(withinA, across) / a.Count) + (Variance(withinB, back) / b.Count);
        return new KernelDistance(value, 2 * Math.Sqrt(spread));
    }

    // Mean kernel of each image with the others of its set.
    private static double[] Within(FeatureSet set) => Rows(set, image => (Sum(set, image, set) - Kernel(set[image], set[image])) / (set.Count - 1));

    // Mean kernel of each image with those of the other set.
    private static double[] Across(FeatureSet set, FeatureSet other) => Rows(set, image => Sum(set, image, other) / other.Count);

    private static double[] Rows(FeatureSet set, Func<int, double> row)
    {
        double[] rows = new double[set.Count];
        Parallel.For(0, rows.Length, image => rows[image] = row(image));
        return rows;
    }

    private static double Sum(FeatureSet set, int image, FeatureSet other)
    {
        double sum = 0;
        for (int j = 0; j < other.Count; j++)
            sum += Kernel(set[image], other[j]);
        return sum;
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
