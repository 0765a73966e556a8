namespace Likeness.Experiments.Comparisons;

/// <summary>The kinds of likelihood in a word, to stand beside a number in a table.</summary>
public static class ComparisonKinds
{
    /// <summary>exact, AIS, IW-100, bound.</summary>
    public static string Short(ComparisonFigure figure) => figure.Metric switch
    {
        "test/ll" => "exact",
        "test/ais" => "AIS",
        "test/iw" => figure.Kind.Contains("k = ", StringComparison.Ordinal) ? "IW-" + figure.Kind[(figure.Kind.IndexOf("k = ", StringComparison.Ordinal) + 4)..] : "IW",
        "test/ais_bound" => "bound, AIS",
        "test/vlb" or "test/elbo" => "bound",
        _ => figure.Kind,
    };
}
