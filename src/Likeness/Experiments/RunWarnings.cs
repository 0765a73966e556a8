namespace Likeness.Experiments;

/// <summary>What a user should know of a finished training before trusting its samples.</summary>
internal static class RunWarnings
{
    /// <summary>Samples that vary less than this part of what the data does are called collapsed.</summary>
    internal const double LeastDiversity = 0.5;

    /// <summary>From the means over the last epoch, in words; empty when nothing is wrong.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<KeyValuePair<string, double>> metrics) =>
    [
        .. from metric in metrics
           where metric.Key.EndsWith("/diversity", StringComparison.Ordinal) && !(metric.Value >= LeastDiversity)
           select FormattableString.Invariant($"mode collapse: in the last epoch samples varied {metric.Value:F2} times as much as the data ")
               + FormattableString.Invariant($"({metric.Key}, below {LeastDiversity}); lower optimizer.learning_rate or train another seed"),
    ];
}
