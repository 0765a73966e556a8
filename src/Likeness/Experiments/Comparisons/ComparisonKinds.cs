using Likeness.Evaluation;

namespace Likeness.Experiments.Comparisons;

/// <summary>The kinds of likelihood in a word, to stand beside a number in a table.</summary>
public static class ComparisonKinds
{
    /// <summary>exact, AIS, IW-100, bound; with what makes it doubtful.</summary>
    public static string Short(ComparisonFigure figure) => Name(figure) + (PartitionMetrics.IsDoubtful(figure.Kind) ? ", too few chains" : "");

    private static string Name(ComparisonFigure figure) => figure.Metric switch
    {
        "test/ll" => "exact",
        "test/ais" => "AIS",
        "test/iw" => figure.Kind.Contains("k = ", StringComparison.Ordinal) ? "IW-" + figure.Kind[(figure.Kind.IndexOf("k = ", StringComparison.Ordinal) + 4)..] : "IW",
        "test/ais_bound" => "bound, AIS",
        "test/vlb" or "test/elbo" => "bound",
        _ => figure.Kind,
    };
}
