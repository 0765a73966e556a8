namespace Likeness.Evaluation;

/// <summary>What logits [n, classes] say beside the right labels.</summary>
internal sealed class ClassifierScores
{
    private readonly List<(double Confidence, bool Right)> predictions = [];
    private readonly float[] losses;
    private readonly long[][] counts;

    public ClassifierScores(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes)
    {
        losses = new float[labels.Length];
        counts = [.. Enumerable.Range(0, classes).Select(_ => new long[classes])];
        for (int i = 0; i < labels.Length; i++)
            Take(i, logits.Slice(i * classes, classes), labels[i]);
    }

    public Calibration Calibration => Calibration.Of(predictions);

    public Confusion Confusion(IReadOnlyList<string> classes) => new(classes, counts);

    /// <summary>Accuracy, negative log-likelihood of the labels, and calibration error.</summary>
    public IEnumerable<Metric> Metrics()
    {
        yield return Accuracy("test/accuracy", "exact");
        yield return Metric.Mean("test/nll", losses, "exact", "nats");
        yield return new Metric("test/ece", Calibration.Error, "exact", predictions.Count, "fraction");
    }

    /// <summary>The part that is named rightly.</summary>
    public Metric Accuracy(string name, string kind)
    {
        int n = predictions.Count;
        double accuracy = predictions.Count(prediction => prediction.Right) / (double)n;
        return new Metric(name, accuracy, kind, n, "fraction", Math.Sqrt(accuracy * (1 - accuracy) / n));
    }

    private void Take(int image, ReadOnlySpan<float> logits, int label)
    {
        int best = 0;
        for (int c = 1; c < logits.Length; c++)
            best = logits[c] > logits[best] ? c : best;
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp(logit - logits[best]);
        predictions.Add((1 / sum, best == label));
        losses[image] = (float)(Math.Log(sum) + logits[best] - logits[label]);
        counts[label][best]++;
    }
}
