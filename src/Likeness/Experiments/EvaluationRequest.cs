using Likeness.Data;
using Likeness.Evaluation;
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

    /// <summary>Images of each kind that outliers are looked for among, 0 for none; by default what the recipe says.</summary>
    public int? Outliers { get; init; }

    /// <summary>Refinement steps of the samples; by default the model's own number.</summary>
    public int? Steps { get; init; }

    /// <summary>One of a diffusion model's samplers; by default its own.</summary>
    public string? Sampler { get; init; }

    /// <summary>The names of the groups of metrics to measure (<see cref="MetricGroups"/>); null for all.</summary>
    public IReadOnlyCollection<string>? Groups { get; init; }

    /// <summary>Loads another data set if it is at hand, without a download, as a source of outliers; by default there are none.</summary>
    public Func<string, DataSet>? LoadAtHand { get; init; }

    /// <summary>Where features of real images are kept between evaluations; by default nowhere.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The features that they are compared by, as <see cref="Features.FeatureCatalog.Find"/> takes them; by default those of the data.</summary>
    public string? Features { get; init; }

    /// <summary>For progress.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told how it goes.</summary>
    public Action<TrainingEvent>? Progress { get; init; }
}
