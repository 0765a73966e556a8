using Likeness.Evaluation;

namespace Likeness.Experiments;

/// <summary>A picture of a run.</summary>
public sealed record RunPicture(string File, string Title, string Caption);

/// <summary>What summary.json says of a finished run.</summary>
public sealed record RunSummary
{
    /// <summary>The model's name.</summary>
    public string Model { get; init; } = "";

    /// <summary>The model's name in words.</summary>
    public string Title { get; init; } = "";

    /// <summary>The model's family in words.</summary>
    public string Family { get; init; } = "";

    /// <summary>Where the model comes from.</summary>
    public string Paper { get; init; } = "";

    /// <summary>The data set.</summary>
    public string Data { get; init; } = "";

    /// <summary>SHA-256 of the data set.</summary>
    public string DataChecksum { get; init; } = "";

    /// <summary>The seed of data order and random draws.</summary>
    public long Seed { get; init; }

    /// <summary>The version of the program.</summary>
    public string Version { get; init; } = "";

    /// <summary>Processor, cores, system.</summary>
    public string Machine { get; init; } = "";

    /// <summary>Threads used; results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Wall-clock time of the last session, training and evaluation.</summary>
    public double Seconds { get; init; }

    /// <summary>How many numbers the model learned.</summary>
    public long Parameters { get; init; }

    /// <summary>Training steps.</summary>
    public long Steps { get; init; }

    /// <summary>The command that made the run.</summary>
    public string Command { get; init; } = "";

    /// <summary>How often training diverged and went back.</summary>
    public int Rollbacks { get; init; }

    /// <summary>True when the numbers are of averaged parameters.</summary>
    public bool Averaged { get; init; }

    /// <summary>What to know before trusting the run, a line each: mode collapse.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>All measured numbers.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>The pictures in the folder.</summary>
    public IReadOnlyList<RunPicture> Pictures { get; init; } = [];

    /// <summary>Classes against classes, or null.</summary>
    public Confusion? Confusion { get; init; }

    /// <summary>The bins of the reliability diagram, or null.</summary>
    public IReadOnlyList<ReliabilityBin>? Reliability { get; init; }

    /// <summary>The latent map, or null.</summary>
    public LatentMap? Latent { get; init; }

    /// <summary>Of which classes the samples are, or null.</summary>
    public ClassShares? Classes { get; init; }

    /// <summary>Groups of metrics that were not measured, each with the reason in a line.</summary>
    public IReadOnlyDictionary<string, string> NotDefined { get; init; } = new Dictionary<string, string>();

    /// <summary>This summary with what an evaluation found; metrics of other names are kept.</summary>
    public RunSummary With(EvaluationResult found)
    {
        Metric[] all = [.. Metrics.Select(old => found.Metrics.FirstOrDefault(metric => metric.Name == old.Name) ?? old),
            .. found.Metrics.Where(metric => Metrics.All(old => old.Name != metric.Name))];
        return this with
        {
            Metrics = all,
            Confusion = found.Confusion ?? Confusion,
            Reliability = found.Calibration?.Bins ?? Reliability,
            Latent = found.Latent ?? Latent,
            Classes = found.Classes ?? Classes,
            NotDefined = Unmeasured(all, found.NotDefined),
        };
    }

    // A group that was measured at one time needs no reason, whatever another evaluation left out.
    private Dictionary<string, string> Unmeasured(Metric[] all, IReadOnlyDictionary<string, string> found) => MetricGroups.All
        .Where(group => !all.Any(metric => group.Holds(metric.Name)) && (found.ContainsKey(group.Name) || NotDefined.ContainsKey(group.Name)))
        .ToDictionary(group => group.Name, group => found.GetValueOrDefault(group.Name) ?? NotDefined[group.Name]);
}
