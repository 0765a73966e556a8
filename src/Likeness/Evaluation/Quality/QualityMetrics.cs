namespace Likeness.Evaluation.Quality;

/// <summary>How good and how varied the samples of a model are, beside the same numbers for real images, which no model need beat.</summary>
internal static class QualityMetrics
{
    private const int Neighbours = 5;

    /// <summary>The metrics of samples; distances are between as many images on both sides.</summary>
    /// <param name="made">Samples.</param>
    /// <param name="test">Test images.</param>
    /// <param name="train">All training images.</param>
    /// <param name="features">What both are looked at with.</param>
    public static IReadOnlyList<Metric> Of(Appearance made, Appearance test, Appearance train, string features)
    {
        int count = Math.Min(made.Features.Count, test.Features.Count);
        Appearance seen = made.Some(count), real = test.Some(count), some = train.Some(Math.Min(count, train.Features.Count));
        return
        [
            .. Distances("samples", seen, real, $"against test images, {features}"),
            Frechet("samples/fid_train", seen, some, $"against training images, {features}"),
            .. Memorisation(seen, real, train, features),
            .. Classes("samples", seen, features),
            .. Distances("real", some, real, $"training images against test images, {features}"),
            .. Halves(train, count, features),
            .. Classes("real", real, features),
        ];
    }

    private static IEnumerable<Metric> Distances(string subject, Appearance seen, Appearance real, string kind)
    {
        int n = seen.Features.Count;
        KernelDistance kernel = KernelDistance.Between(real.Features, seen.Features);
        Neighbourhoods around = Neighbourhoods.Of(real.Features, seen.Features, Neighbours);
        yield return Frechet($"{subject}/fid", seen, real, kind);
        yield return new Metric($"{subject}/kid", kernel.Value, kind, n, "", kernel.Error);
        yield return new Metric($"{subject}/precision", around.Precision, kind, n, "fraction");
        yield return new Metric($"{subject}/recall", around.Recall, kind, n, "fraction");
        yield return new Metric($"{subject}/density", around.Density, kind, n, "");
        yield return new Metric($"{subject}/coverage", around.Coverage, kind, n, "fraction");
    }

    private static Metric Frechet(string name, Appearance a, Appearance b, string kind) =>
        new(name, FrechetDistance.Between(Moments.Of(a.Features), Moments.Of(b.Features)), kind, a.Features.Count, "");

    // Two sets without a common image, both of training images; smaller ones where there are too few.
    private static IEnumerable<Metric> Halves(Appearance train, int count, string features)
    {
        int half = Math.Min(count, train.Features.Count / 2);
        if (half >= 2)
            yield return Frechet("real/fid_halves", train.Some(half), train.Some(half, half), $"training images against others, {features}");
    }

    // Below 1, samples lie nearer to training images than images never seen in training do. Not defined where these are training images all.
    private static IEnumerable<Metric> Memorisation(Appearance made, Appearance test, Appearance train, string features)
    {
        double own = Neighbourhoods.Nearest(made.Features, train.Features).Average(), others = Neighbourhoods.Nearest(test.Features, train.Features).Average();
        if (others > 0)
            yield return new Metric("samples/memorisation", own / others, $"distance to the nearest training image over that of test images, {features}", made.Features.Count, "");
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

    private static double[] Shares(IReadOnlyList<float[]> probabilities)
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
