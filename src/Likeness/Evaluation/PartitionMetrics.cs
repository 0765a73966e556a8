using Likeness.Models;
using Likeness.Tensors.Backends;

namespace Likeness.Evaluation;

/// <summary>Log-likelihoods whose constant has to be estimated: takes log Z off, and says how well it is known.</summary>
internal static class PartitionMetrics
{
    public const string LikelihoodName = "test/ais", BoundName = "test/ais_bound";
    public const string EstimateKind = "annealed-importance estimate", BoundKind = "lower bound with an annealed-importance constant";

    private const string FewChains = ", from too few chains";

    /// <summary>True of a kind of likelihood that is probably too high, because annealing hardly found its constant.</summary>
    public static bool IsDoubtful(string kind) => kind.EndsWith(FewChains, StringComparison.Ordinal);

    /// <summary>The metrics with log p* turned into log p, and those of the constant.</summary>
    public static IReadOnlyList<Metric> Add(IReadOnlyList<Metric> metrics, IAnnealingPath path, AnnealingOptions options, Backend? backend, Watch watch)
    {
        LogPartition estimate = AnnealedImportance.Estimate(path, options, backend, watch);
        double error = (estimate.High - estimate.Value) / 3;
        string doubt = estimate.IsDoubtful ? FewChains : "";
        var known = new List<Metric>(metrics.Select(metric =>
            metric.Name is LikelihoodName or BoundName ? Shifted(metric, estimate.Value, error) with { Kind = metric.Kind + doubt } : metric))
        {
            new("partition/log", estimate.Value, EstimateKind + doubt, options.Chains, "nats", error),
            new("partition/effective", estimate.Effective, "effective sample size", options.Chains, "chains"),
            new("partition/high", estimate.High, "estimate + 3 sigma", options.Chains, "nats"),
        };
        if (double.IsFinite(estimate.Low))
            known.Add(new("partition/low", estimate.Low, "estimate - 3 sigma", options.Chains, "nats"));
        if (AnnealedImportance.Exact(path, backend, watch) is not { } exact)
            return known;
        known.Add(new Metric("partition/exact", exact, "exact", null, "nats"));
        if (metrics.FirstOrDefault(metric => metric.Name == LikelihoodName) is { } sum)
            known.Add(Shifted(sum, exact, 0) with { Name = "test/ll", Kind = "exact" });
        return known;
    }

    private static Metric Shifted(Metric metric, double constant, double error) =>
        metric with { Value = metric.Value - constant, Error = Math.Sqrt(((metric.Error ?? 0) * (metric.Error ?? 0)) + (error * error)) };
}
