using Likeness.Evaluation;
using MathNet.Numerics.Distributions;

namespace Likeness.Experiments.Comparisons;

/// <summary>A number of a model over its seeds.</summary>
/// <param name="Metric">The name of what was measured.</param>
/// <param name="Mean">Over seeds.</param>
/// <param name="Spread">The standard deviation over seeds; null of one seed.</param>
/// <param name="Seeds">How many of them have the number.</param>
/// <param name="Error">Of one seed, the standard error that was measured; null where there is none.</param>
/// <param name="Kind">What kind of number it is.</param>
/// <param name="Unit">nats, fraction, ..</param>
public sealed record ComparisonFigure(string Metric, double Mean, double? Spread, int Seeds, double? Error, string Kind, string Unit)
{
    private const double Level = 0.05;

    /// <summary>True where it is better than every comparable number of its column by more than the noise.</summary>
    public bool IsBest { get; init; }

    /// <summary>The figure of some seeds; null where none has a finite number.</summary>
    internal static ComparisonFigure? Of(IEnumerable<Metric?> seeds)
    {
        Metric[] found = [.. seeds.OfType<Metric>().Where(metric => double.IsFinite(metric.Value))];
        if (found.Length == 0)
            return null;
        double mean = found.Average(metric => metric.Value);
        double? spread = found.Length == 1 ? null : Math.Sqrt(found.Sum(metric => Math.Pow(metric.Value - mean, 2)) / (found.Length - 1));
        // One doubtful number makes a doubtful mean.
        string kind = found.Select(metric => metric.Kind).FirstOrDefault(PartitionMetrics.IsDoubtful) ?? found[0].Kind;
        return new ComparisonFigure(found[0].Name, mean, spread, found.Length, found.Length == 1 ? found[0].Error : null, kind, found[0].Unit);
    }

    /// <summary>
    /// True when the difference of two figures is more than chance: Welch's test at 5% over seeds, or twice the standard error where one seed
    /// has one. Without either, nothing is known about chance, and no difference counts.
    /// </summary>
    internal bool DiffersFrom(ComparisonFigure other)
    {
        double difference = Math.Abs(Mean - other.Mean);
        if (Spread is { } own && other.Spread is { } others)
        {
            (double a, double b) = (own * own / Seeds, others * others / other.Seeds);
            double freedom = a + b == 0 ? double.PositiveInfinity : (a + b) * (a + b) / ((a * a / (Seeds - 1)) + (b * b / (other.Seeds - 1)));
            return difference > Math.Sqrt(a + b) * (double.IsFinite(freedom) ? StudentT.InvCDF(0, 1, freedom, 1 - (Level / 2)) : 0);
        }
        return Error is { } error && other.Error is { } otherError
            && difference > Normal.InvCDF(0, 1, 1 - (Level / 2)) * Math.Sqrt((error * error) + (otherError * otherError));
    }
}
