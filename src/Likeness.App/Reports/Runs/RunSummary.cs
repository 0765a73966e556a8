using Likeness.App.Reports.Charts;

namespace Likeness.App.Reports.Runs;

/// <summary>One measured number with what it takes to read it: the kind of number, the examples it is over, its unit.</summary>
/// <param name="Name">split or subject / measure: test/elbo, samples/fid.</param>
/// <param name="Value">NaN when the file has no number there.</param>
/// <param name="Kind">exact, lower bound, importance-weighted estimate, ...; empty when unsaid.</param>
/// <param name="N">Examples or samples behind it.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Measurement(string Name, double Value, string Kind, long? N, string Unit, double? Error);

/// <summary>How often each class (row) was taken for each class (column).</summary>
internal sealed record Confusion(IReadOnlyList<string> Classes, IReadOnlyList<IReadOnlyList<double>> Counts);

/// <summary>Examples in a two-dimensional latent space, with their labels.</summary>
internal sealed record LatentMap(IReadOnlyList<Point> Points, IReadOnlyList<string> Labels);

/// <summary>The bins of a reliability diagram.</summary>
internal sealed record Reliability(IReadOnlyList<ReliabilityBin> Bins);

/// <summary>The part of the samples, and of the test images, that is of each class.</summary>
internal sealed record ClassShares(IReadOnlyList<string> Names, IReadOnlyList<double> Samples, IReadOnlyList<double> Test);

/// <summary>A picture file of the run with its words.</summary>
internal sealed record PictureEntry(string File, string? Title, string? Caption);

/// <summary>What summary.json says about a finished run. Every text may be missing.</summary>
internal sealed record RunSummary
{
    public static readonly RunSummary Unfinished = new();

    public string? Model { get; init; }

    public string? Title { get; init; }

    public string? Family { get; init; }

    public string? Paper { get; init; }

    public string? Data { get; init; }

    public string? DataChecksum { get; init; }

    public string? Seed { get; init; }

    public string? Version { get; init; }

    public string? Machine { get; init; }

    public string? Command { get; init; }

    /// <summary>The unit of the training losses, where the trainer knows one.</summary>
    public string? LossUnit { get; init; }

    public double? Seconds { get; init; }

    public long? Parameters { get; init; }

    /// <summary>What to know before trusting the run.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public IReadOnlyList<Measurement> Measurements { get; init; } = [];

    /// <summary>Groups of figures that were not measured, each with the reason.</summary>
    public IReadOnlyList<(string Group, string Reason)> NotDefined { get; init; } = [];

    public IReadOnlyList<PictureEntry> Pictures { get; init; } = [];

    public Part<Confusion> Confusion { get; init; } = Part<Confusion>.Absent;

    public Part<LatentMap> Latent { get; init; } = Part<LatentMap>.Absent;

    public Part<ClassShares> Classes { get; init; } = Part<ClassShares>.Absent;

    public Part<Reliability> Reliability { get; init; } = Part<Reliability>.Absent;
}
