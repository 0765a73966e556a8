using Likeness.Data;
using Likeness.Recipes;
using Likeness.Training;

namespace Likeness.Experiments;

/// <summary>A training to run into a folder.</summary>
/// <param name="Recipe">What to train and how, overrides applied.</param>
/// <param name="Folder">The run folder.</param>
/// <param name="LoadData">Loads a data set by name or path.</param>
public sealed record TrainingRequest(Recipe Recipe, string Folder, Func<string, DataSet> LoadData)
{
    /// <summary>Threads to compute with; by default all cores. Results do not depend on it.</summary>
    public int? Threads { get; init; }

    /// <summary>Loads another data set if it is at hand, without a download, as a source of outliers; by default there are none.</summary>
    public Func<string, DataSet>? LoadAtHand { get; init; }

    /// <summary>Where features of real images are kept between evaluations; by default nowhere.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Choose the number of steps so that training takes about this long.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>What samples are compared by, as <see cref="Features.FeatureCatalog.Find"/> takes it; by default the features of the data.</summary>
    public string? Features { get; init; }

    /// <summary>Go on with the run in the folder, if there is one.</summary>
    public bool Resume { get; init; }

    /// <summary>The command to show as the one that made the run.</summary>
    public string Command { get; init; } = "";

    /// <summary>For progress, the budget, and the seconds in the summary.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told how it goes.</summary>
    public Action<TrainingEvent>? Progress { get; init; }
}

/// <summary>What became of a training.</summary>
/// <param name="Folder">The run folder.</param>
/// <param name="Finished">False when it was stopped; the same request with Resume goes on.</param>
/// <param name="Step">Steps done; all there are when it was the evaluation that was stopped.</param>
/// <param name="TotalSteps">Steps there are.</param>
/// <param name="Summary">What summary.json says, when finished.</param>
public sealed record TrainingOutcome(string Folder, bool Finished, long Step, long TotalSteps, RunSummary? Summary);
