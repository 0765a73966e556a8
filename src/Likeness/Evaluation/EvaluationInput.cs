using Likeness.Data;
using Likeness.Evaluation.Quality;
using Likeness.Tensors.Backends;

namespace Likeness.Evaluation;

/// <summary>What a model is measured on, and how.</summary>
/// <param name="Test">The images; labels are used where the model is a classifier.</param>
public sealed record EvaluationInput(ImageSet Test)
{
    /// <summary>Of the random draws of bounds, noise and samples.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How the images are binary; with <see cref="Data.Binarization.Dynamic"/> each pixel is drawn from Bernoulli(x) first.</summary>
    public Binarization Binarization { get; init; }

    /// <summary>What to estimate at length; by default nothing.</summary>
    public EvaluationOptions Options { get; init; } = new();

    /// <summary>The names of the <see cref="MetricGroups"/> to measure; null for all.</summary>
    public IReadOnlyCollection<string>? Groups { get; init; }

    /// <summary>What samples are compared with; none are where it is null.</summary>
    public RealImages? Real { get; init; }

    /// <summary>Sets that outliers are from, besides noise.</summary>
    public IReadOnlyList<OutlierSet> Others { get; init; } = [];

    /// <summary>Where; by default on all cores.</summary>
    public Backend? Backend { get; init; }

    /// <summary>Looks on and may end it; by default nobody.</summary>
    public Watch Watch { get; init; } = new();

    /// <summary>Whether a group is to be measured.</summary>
    internal bool Wants(string group) => Groups?.Contains(group) ?? true;
}
