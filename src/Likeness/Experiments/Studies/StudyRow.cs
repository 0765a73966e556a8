using Likeness.Evaluation;

namespace Likeness.Experiments.Studies;

/// <summary>What is known of a cell.</summary>
public enum CellStatus
{
    /// <summary>Not begun.</summary>
    Waiting,

    /// <summary>Begun, and interrupted; the next call goes on.</summary>
    Stopped,

    /// <summary>Trained and measured.</summary>
    Finished,

    /// <summary>Diverged, or not possible; the others go on.</summary>
    Failed,
}

/// <summary>A cell and what came of it.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Folder">Its run folder.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Summary">What its run measured, when finished.</param>
/// <param name="Problem">Why it failed, in a line.</param>
public sealed record StudyRow(StudyCell Cell, string Folder, CellStatus Status, RunSummary? Summary = null, string? Problem = null)
{
    private const string Accuracy = "/accuracy", Error = "/error";

    /// <summary>All measured numbers, with the error <c>test/error</c> = 1 - <c>test/accuracy</c> where there is an accuracy.</summary>
    public IReadOnlyList<Metric> Metrics => Summary is null ? [] : [.. Summary.Metrics.SelectMany(WithError)];

    /// <summary>A number by name, or null.</summary>
    public Metric? Metric(string name) => Metrics.FirstOrDefault(metric => metric.Name == name);

    /// <summary>finished, failed, stopped, waiting.</summary>
    public string StatusText => Status.ToString().ToLowerInvariant();

    private static IEnumerable<Metric> WithError(Metric metric) => metric.Name.EndsWith(Accuracy, StringComparison.Ordinal)
        ? [metric, metric with { Name = metric.Name[..^Accuracy.Length] + Error, Value = 1 - metric.Value }] : [metric];
}
