namespace Likeness.Evaluation.Quality;

/// <summary>How good and how varied the samples of a model are, beside the same numbers for real images, which no model need beat.</summary>
internal static class QualityMetrics
{
    /// <summary>The metrics of samples; distances are between as many images on both sides.</summary>
    /// <param name="made">Samples.</param>
    /// <param name="real">What they are compared with.</param>
    /// <param name="kind">How the samples were made, where that was not the model's usual way.</param>
    /// <param name="watch">Looks on.</param>
    public static IEnumerable<Metric> Of(Appearance made, RealSide real, string kind, Watch watch)
    {
        var seen = new Compared(made.Some(real.Count), watch);
        string features = real.Label + kind;
        return
        [
            .. Distances("samples", seen, real.Test, $"against test images, {features}", watch),
            Frechet("samples/fid_train", seen.Moments, real.Some.Moments, $"against training images, {features}", watch),
            .. Memorisation(seen.Seen, real, features, watch),
            .. Classes("samples", seen.Seen, features),
            .. real.Metrics,
        ];
    }

    /// <summary>The same numbers of real images.</summary>
    public static IEnumerable<Metric> OfReal(RealSide real, Watch watch) =>
    [
        .. Distances("real", real.Some, real.Test, $"training images against test images, {real.Label}", watch),
        .. Halves(real.Train, real.Count, real.Label, watch),
        .. Classes("real", real.Test.Seen, real.Label),
    ];

    private static IEnumerable<Metric> Distances(string subject, Compared seen, Compared real, string kind, Watch watch)
    {
        int n = seen.Seen.Features.Count;
        KernelDistance kernel = KernelDistance.Between(real.Seen.Features, real.Within, seen.Seen.Features, seen.Within, watch);
        Neighbourhoods around = Neighbourhoods.Of(real.Balls, seen.Balls, watch);
        yield return Frechet($"{subject}/fid", seen.Moments, real.Moments, kind, watch);
        yield return new Metric($"{subject}/kid", kernel.Value, kind, n, "", kernel.Error);
        yield return new Metric($"{subject}/precision", around.Precision, kind, n, "fraction");
        yield return new Metric($"{subject}/recall", around.Recall, kind, n, "fraction");
        yield return new Metric($"{subject}/density", around.Density, kind, n, "");
        yield return new Metric($"{subject}/coverage", around.Coverage, kind, n, "fraction");
    }

    private static Metric Frechet(string name, Moments a, Moments b, string kind, Watch watch) =>
        new(name, watch.Once("Frechet distance", () => FrechetDistance.Between(a, b)), kind, a.Count, "");

    // Two sets without a common image, both of training images; smaller ones where there are too few.
    private static IEnumerable<Metric> Halves(Appearance train, int count, string features, Watch watch)
    {
        int half = Math.Min(count, train.Features.Count / 2);
        if (half >= 2)
            yield return Frechet(
                "real/fid_halves", Moments.Of(train.Some(half).Features), Moments.Of(train.Some(half, half).Features),
                $"training images against others, {features}", watch);
    }

    // Below 1, samples lie nearer to training images than images never seen in training do. Not defined where these are training images all.
    private static IEnumerable<Metric> Memorisation(Appearance made, RealSide real, string features, Watch watch)
    {
        double own = Neighbourhoods.Nearest(made.Features, real.Train.Features, watch).Average();
        if (real.NearestTrain > 0)
            yield return new Metric("samples/memorisation", own / real.NearestTrain, $"distance to the nearest training image over that of test images, {features}", made.Features.Count, "");
    }

    private static IEnumerable<Metric> Classes(string subject, Appearance seen, string features)
    {
        if (seen.Probabilities.Count == 0)
            yield break;
        int n = seen.Probabilities.Count;
        double[] shares = Shares(seen.Probabilities);
        yield return new Metric($"{subject}/score", Score(seen.Probabilities), $"exp of the mean divergence of p(y|x) from p(y), {features}", n, "");
        yield return new Metric($"{subject}/confidence", seen.Probabilities.Average(row => row.Max()), $"mean largest p(y|x), {features}", n, "fraction");
        yield return new Metric($"{subject}/rarest_class", shares.Min(), $"share of class {Array.IndexOf(shares, shares.Min())} by number, {features}", n, "fraction");
        yield return new Metric($"{subject}/largest_class", shares.Max(), $"share of class {Array.IndexOf(shares, shares.Max())} by number, {features}", n, "fraction");
    }

    /// <summary>The part of the images that is of each class.</summary>
    public static double[] Shares(IReadOnlyList<float[]> probabilities)
    {
        double[] shares = new double[probabilities[0].Length];
        foreach (float[] row in probabilities)
            shares[Array.IndexOf(row, row.Max())] += 1.0 / probabilities.Count;
        return shares;
    }

    // exp E KL(p(y|x) || p(y)) (Salimans et al. 2016, with another network): from 1 to the number of classes.
    private static double Score(IReadOnlyList<float[]> probabilities)
    {
        double[] mean = [.. Enumerable.Range(0, probabilities[0].Length).Select(k => probabilities.Average(row => (double)row[k]))];
        return Math.Exp(probabilities.Average(row => row.Select((p, k) => p > 0 ? p * Math.Log(p / mean[k]) : 0).Sum()));
    }
}
