using Likeness.Data;

namespace Likeness.Evaluation;

/// <summary>Metrics that are asked for, measured or left out together.</summary>
/// <param name="Name">As in <c>evaluate --metrics</c> and in <see cref="EvaluationResult.NotDefined"/>.</param>
/// <param name="Metrics">The names of its metrics; one that ends in <c>/</c> or <c>_</c> stands for all that begin with it.</param>
public sealed record MetricGroup(string Name, params IReadOnlyList<string> Metrics)
{
    /// <summary>Whether a metric is one of the group.</summary>
    public bool Holds(string metric) =>
        Metrics.Any(own => metric == own || (own[^1] is '/' or '_' && metric.StartsWith(own, StringComparison.Ordinal)));
}

/// <summary>All groups, in the order in which they are told.</summary>
public static class MetricGroups
{
    internal const string Likelihood = "likelihood", Bits = "bits per dimension", Importance = "importance weighting", Annealing = "annealing",
        Levels = "noise levels", Samples = "samples", Classification = "classification", SmallNoise = "small noise", Outliers = "outliers",
        Reconstruction = "reconstruction", Inversion = "inversion", Energy = "energy", Cost = "cost";

    /// <summary>Every group; a metric of evaluation is in one of them.</summary>
    public static IReadOnlyList<MetricGroup> All { get; } =
    [
        new(Likelihood, "test/elbo", "test/ll", PartitionMetrics.LikelihoodName, PartitionMetrics.BoundName),
        new(Bits, "test/bpd", NoiseLevels.BitsName),
        new(Importance, ImportanceWeighting.Name),
        new(Annealing, "partition/"),
        new(Levels, NoiseLevels.Name),
        new(Samples, "samples/", "real/"),
        new(Classification, "test/accuracy", "test/nll", "test/ece"),
        new(SmallNoise, "test/accuracy_noise_"),
        new(Outliers, "ood/"),
        new(Reconstruction, "test/mse"),
        new(Inversion, "test/inversion"),
        new(Energy, "energy/"),
        new(Cost, "cost/"),
    ];

    /// <summary>The names of groups out of a list with commas between; hyphens may stand for blanks.</summary>
    /// <exception cref="ArgumentException">One of them is none.</exception>
    public static IReadOnlyList<string> Parse(string names) =>
    [
        .. names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => Find(name)?.Name
            ?? throw new ArgumentException($"metrics '{name}': there is no such group{EditDistance.Suggest(name, All.Select(group => group.Name))}; "
                + $"there are {string.Join(", ", All.Select(group => group.Name))}")),
    ];

    /// <summary>The group of a name, in which hyphens may stand for blanks; null when there is none.</summary>
    public static MetricGroup? Find(string name) =>
        All.FirstOrDefault(group => group.Name.Equals(name.Trim().Replace('-', ' ').Replace('_', ' '), StringComparison.OrdinalIgnoreCase));

    /// <summary>The group of a metric; null for what training logs.</summary>
    public static MetricGroup? Of(string metric) => All.FirstOrDefault(group => group.Holds(metric));
}
