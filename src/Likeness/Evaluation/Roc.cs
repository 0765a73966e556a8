namespace Likeness.Evaluation;

/// <summary>How well a score tells images of the data from others, when it should be higher for those of the data.</summary>
/// <param name="Area">Area under the ROC curve: the chance that an image of the data has the higher score; ties count half.</param>
/// <param name="FalsePositives">The part of the others that passes the highest threshold that at least 95% of the data's images pass.</param>
public sealed record Roc(double Area, double FalsePositives)
{
    private const int Passing = 95;

    /// <summary>From the scores of both sides, one number an image.</summary>
    /// <exception cref="ArgumentException">A side is empty, or a score is no number.</exception>
    public static Roc Of(ReadOnlySpan<float> data, ReadOnlySpan<float> others)
    {
        float[] inside = Sorted(data, "the data"), outside = Sorted(others, "the others");
        double higher = 0;
        foreach (float score in inside)
            higher += (Below(outside, score) + UpTo(outside, score)) / 2.0;
        // The fewest images that are 95% or more.
        int passing = (int)(((long)Passing * inside.Length + 99) / 100);
        float threshold = inside[^passing];
        return new Roc(
            higher / inside.Length / outside.Length, (outside.Length - Below(outside, threshold)) / (double)outside.Length);
    }

    private static float[] Sorted(ReadOnlySpan<float> scores, string side)
    {
        if (scores.IsEmpty)
            throw new ArgumentException($"no images of {side}: an ROC curve needs images of both sides");
        for (int i = 0; i < scores.Length; i++)
            if (float.IsNaN(scores[i]))
                throw new ArgumentException($"the score of image {i} of {side} is NaN: scores that are no numbers have no order");
        float[] sorted = scores.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    // How many scores are lower.
    private static int Below(float[] sorted, float score) => First(sorted, other => other >= score);

    // How many are lower or equal.
    private static int UpTo(float[] sorted, float score) => First(sorted, other => other > score);

    private static int First(float[] sorted, Func<float, bool> reached)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = reached(sorted[middle]) ? (low, middle) : (middle + 1, high);
        }
        return low;
    }
}
