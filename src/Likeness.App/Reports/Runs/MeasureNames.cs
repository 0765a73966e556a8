namespace Likeness.App.Reports.Runs;

/// <summary>What a measure is called in full, which way it is better, and how early a reader wants it.</summary>
internal sealed record MeasureName(string Label, string Better, int Rank);

/// <summary>The words for metric names (test/elbo) and for the kinds of number they are.</summary>
internal static class MeasureNames
{
    private const string Higher = "higher", Lower = "lower", Neither = "";

    private static readonly Dictionary<string, MeasureName> Measures = new()
    {
        ["elbo"] = new("ELBO", Higher, 1),
        ["log-likelihood"] = new("log-likelihood", Higher, 2),
        ["iw"] = new("log-likelihood (IW)", Higher, 2),
        ["ll"] = new("log-likelihood", Higher, 2),
        ["vlb"] = new("log-likelihood bound (VLB)", Higher, 2),
        ["vlb_bpd"] = new("bits per dimension (VLB)", Lower, 4),
        ["ais"] = new("log-likelihood (AIS)", Higher, 2),
        ["ais_bound"] = new("log-likelihood bound (AIS)", Higher, 2),
        ["nll"] = new("negative log-likelihood", Lower, 3),
        ["bpd"] = new("bits per dimension", Lower, 4),
        ["fid"] = new("Fréchet distance", Lower, 5),
        ["kid"] = new("kernel distance", Lower, 6),
        ["mmd"] = new("mean discrepancy", Lower, 6),
        ["accuracy"] = new("accuracy", Higher, 7),
        ["error"] = new("error", Lower, 7),
        ["mse"] = new("mean squared error", Lower, 8),
        ["precision"] = new("precision", Higher, 9),
        ["recall"] = new("recall", Higher, 10),
        ["density"] = new("density", Higher, 11),
        ["coverage"] = new("coverage", Higher, 12),
        ["ece"] = new("calibration error", Lower, 13),
        ["loss"] = new("loss", Lower, 14),
        ["kl"] = new("KL divergence", Neither, 15),
        ["inversion"] = new("inversion error", Lower, 16),
        ["auroc"] = new("area under ROC", Higher, 8),
        ["fpr95"] = new("false positives at 95%", Lower, 8),
        ["accuracy_noise_0.1"] = new("accuracy under noise of 0.1", Higher, 17),
        ["accuracy_noise_0.2"] = new("accuracy under noise of 0.2", Higher, 17),
        ["accuracy_noise_0.3"] = new("accuracy under noise of 0.3", Higher, 17),
        ["training"] = new("training time", Lower, 18),
        ["sampling"] = new("time of 1,000 samples", Lower, 18),
        ["memory"] = new("memory", Lower, 19),
        ["multiply_adds"] = new("multiply-adds for an image", Lower, 19),
    };

    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["exact"] = "computed in closed form or by enumeration; no sampling error beyond the test set itself",
        ["lower bound"] = "the true log-likelihood is at least this, on average",
        ["upper bound"] = "the true value is at most this, on average",
        ["variational bound over noise levels"] = "the true log-likelihood of the discrete image is at least this, on average",
        ["importance-weighted estimate"] = "a lower bound on average, tighter the more samples it uses",
        ["annealed-importance estimate"] =
            "log-likelihood with a partition function estimated by annealed importance sampling; it tends to flatter the model",
        ["lower bound with an annealed-importance constant"] =
            "the true log-likelihood is at least this on average, as far as the estimated partition function is right",
        ["unnormalised energy"] = "comparable within this model only, never between models",
        ["largest error"] = "the largest over all values of these images, not a mean",
        ["wall clock"] = "measured on the machine of the run while it did its work; another machine has another",
        ["count"] = "counted from the plan of the computation; no machine's clock or memory is looked at",
        ["estimate"] = "computed from samples; it moves with their number",
    };

    /// <summary>Name in full, direction and rank of a metric; an unknown measure keeps its own name.</summary>
    public static MeasureName Of(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var (subject, measure) = slash < 0 ? ("", name) : (name[..slash], name[(slash + 1)..]);
        if (subject == "ood" && measure.Split('/') is [var set, var score] && score.LastIndexOf('_') is > 0 and var under)
            return Outliers(set, score[..under], score[(under + 1)..]);
        var known = Measures.GetValueOrDefault(measure);
        var label = known?.Label ?? measure.Replace('_', ' ').Replace('-', ' ');
        var words = subject switch
        {
            "" => label,
            "energy" => $"energy of {label}",
            "samples" => $"{label} of samples",
            "ood" => $"{label} of outliers",
            "cost" => label,
            _ => $"{subject} {label}",
        };
        return new MeasureName(Capital(words), known?.Better ?? Neither, (known?.Rank ?? 30) + (subject is "test" or "samples" ? 0 : 40));
    }

    // ood/kmnist/energy_auroc.
    private static MeasureName Outliers(string set, string score, string measure)
    {
        var known = Measures.GetValueOrDefault(measure);
        return new MeasureName($"{Capital(known?.Label ?? measure)}, {score} against {set}", known?.Better ?? Neither, (known?.Rank ?? 30) + 40);
    }

    /// <summary>What a kind of number means, or null when it is not one of ours; what stands after a comma is its setting (k = 100).</summary>
    public static string? Meaning(string kind) => Kinds.GetValueOrDefault(kind.Split(',')[0]);

    /// <summary>Value and error as read by people: accuracies and errors as percentages, the rest in their own unit.</summary>
    public static (string Number, string Unit) Words(Measurement of)
    {
        var bare = of.Unit is "" or "fraction" or "ratio";
        if (!bare || !IsPart(of.Name) || of.Value is not (>= 0 and <= 1))
            return (Numbers.Measured(of.Value, of.Error), bare ? "" : of.Unit);
        var number = of.Error is { } error ? Numbers.Measured(100 * of.Value, 100 * error) : Numbers.Fixed(100 * of.Value, 2);
        return (number, "%");
    }

    /// <summary>True for parts of a whole that read best in percent: accuracies and errors.</summary>
    public static bool IsPart(string name) =>
        name.EndsWith("/accuracy", StringComparison.Ordinal) || name.Contains("/accuracy_noise_", StringComparison.Ordinal) || name.EndsWith("/error", StringComparison.Ordinal);

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
