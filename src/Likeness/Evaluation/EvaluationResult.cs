namespace Likeness.Evaluation;

/// <summary>What evaluation found. Parts that do not apply to the model are null.</summary>
/// <param name="Metrics">All numbers.</param>
/// <param name="Confusion">Classes against classes.</param>
/// <param name="Calibration">The reliability diagram.</param>
/// <param name="Latent">Test images in a latent space of two dimensions.</param>
public sealed record EvaluationResult(
    IReadOnlyList<Metric> Metrics, Confusion? Confusion = null, Calibration? Calibration = null, LatentMap? Latent = null)
{
    /// <summary>Each of the <see cref="MetricGroups"/> that was not measured, with the reason in a line.</summary>
    public IReadOnlyDictionary<string, string> NotDefined { get; init; } = new Dictionary<string, string>();

    /// <summary>Of which classes the samples are.</summary>
    public ClassShares? Classes { get; init; }

    /// <summary>This result and more numbers.</summary>
    internal EvaluationResult And(params IEnumerable<Metric> more) => this with { Metrics = [.. Metrics, .. more] };
}

/// <summary>Points of a latent space of two dimensions, with the names of their classes (empty without labels).</summary>
public sealed record LatentMap(float[][] Points, IReadOnlyList<string> Labels);
