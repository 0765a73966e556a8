using Likeness.Data;
using Likeness.Training;

namespace Likeness.Experiments;

/// <summary>An evaluation of a run that is trained.</summary>
/// <param name="Run">An opened run.</param>
/// <param name="Data">A set with a test part and images of the run's size.</param>
public sealed record EvaluationRequest(Run Run, DataSet Data)
{
    /// <summary>Of the random draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>k of the importance-weighted estimate; by default what the recipe says.</summary>
    public int? Importance { get; init; }

    /// <summary>Noise levels drawn for each image in the bound of a diffusion model; by default what the recipe says.</summary>
    public int? Levels { get; init; }

    /// <summary>Test images that the estimate looks at, 0 for all; by default what the recipe says.</summary>
    public int? Images { get; init; }

    /// <summary>Chains of annealed importance sampling; by default what the recipe says.</summary>
    public int? Chains { get; init; }

    /// <summary>Samples whose quality and diversity are measured, 0 for none; by default what the recipe says.</summary>
    public int? Samples { get; init; }

    /// <summary>The features that they are compared by, as <see cref="Features.FeatureCatalog.Find"/> takes them; by default those of the data.</summary>
    public string? Features { get; init; }

    /// <summary>For progress.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told how it goes.</summary>
    public Action<TrainingEvent>? Progress { get; init; }
}
