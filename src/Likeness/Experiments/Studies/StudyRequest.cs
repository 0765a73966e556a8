using Likeness.Data;
using Likeness.Recipes;

namespace Likeness.Experiments.Studies;

/// <summary>A study to run into a folder.</summary>
/// <param name="Study">The plan, in its long or short form.</param>
/// <param name="Folder">The study's folder.</param>
/// <param name="LoadData">Loads a data set by name or path.</param>
public sealed record StudyRequest(Study Study, string Folder, Func<string, DataSet> LoadData)
{
    /// <summary>Settings for every cell whose model has them, as key=value.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>A cell that its data does not allow is a failed row, not an error, as long as there are others.</summary>
    public bool LeaveOutImpossible { get; init; }

    /// <summary>What samples are compared by, as <see cref="Features.FeatureCatalog.Find"/> takes it; by default the features of the data.</summary>
    public string? Features { get; init; }

    /// <summary>Loads a set that is here already, as an outlier; null where there are none.</summary>
    public Func<string, DataSet>? LoadAtHand { get; init; }

    /// <summary>Where features of real images are kept from one evaluation to the next; null keeps none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Threads to compute with; by default all cores. Results do not depend on it.</summary>
    public int? Threads { get; init; }

    /// <summary>The command to show as the one that made the study.</summary>
    public string Command { get; init; } = "";

    /// <summary>The command that makes the run of one cell alone.</summary>
    public Func<Recipe, string> CellCommand { get; init; } = _ => "";

    /// <summary>For progress and the seconds in the summaries.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
