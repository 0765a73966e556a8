namespace Likeness.Evaluation;

/// <summary>Images whose confidence fell into one interval.</summary>
/// <param name="Confidence">Their mean confidence; 0 when there are none.</param>
/// <param name="Accuracy">The part that was right; 0 when there are none.</param>
/// <param name="Count">How many there are.</param>
public sealed record ReliabilityBin(double Confidence, double Accuracy, long Count);

/// <summary>How often each class (row) was taken for each class (column).</summary>
public sealed record Confusion(IReadOnlyList<string> Classes, long[][] Counts);

/// <summary>How well a classifier's probabilities agree with what happens (Guo et al. 2017).</summary>
public sealed record Calibration
{
    /// <summary>Intervals of equal width.</summary>
    public const int BinCount = 15;

    private Calibration(IReadOnlyList<ReliabilityBin> bins, double error) => (Bins, Error) = (bins, error);

    /// <summary>The bins (m/15, (m + 1)/15], from low to high confidence.</summary>
    public IReadOnlyList<ReliabilityBin> Bins { get; }

    /// <summary>ECE: the mean over images of |accuracy - confidence| of their bin.</summary>
    public double Error { get; }

    /// <summary>From each image's confidence in its class, and whether that was right.</summary>
    public static Calibration Of(IReadOnlyList<(double Confidence, bool Right)> predictions)
    {
        var (confidences, rights, counts) = (new double[BinCount], new long[BinCount], new long[BinCount]);
        foreach ((double confidence, bool right) in predictions)
        {
            int bin = Math.Clamp((int)Math.Ceiling(confidence * BinCount) - 1, 0, BinCount - 1);
            confidences[bin] += confidence;
            rights[bin] += right ? 1 : 0;
            counts[bin]++;
        }
        double error = 0;
        for (int bin = 0; bin < BinCount; bin++)
            error += Math.Abs(rights[bin] - confidences[bin]) / Math.Max(1, predictions.Count);
        return new Calibration([.. counts.Select((n, bin) => n == 0 ? new ReliabilityBin(0, 0, 0) : new ReliabilityBin(confidences[bin] / n, (double)rights[bin] / n, n))], error);
    }
}
