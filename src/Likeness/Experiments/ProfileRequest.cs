using Likeness.Data;
using Likeness.Recipes;
using Likeness.Training;

namespace Likeness.Experiments;

/// <summary>What to profile.</summary>
/// <param name="Recipe">The model, its data, its options.</param>
/// <param name="LoadData">Finds a data set by name.</param>
public sealed record ProfileRequest(Recipe Recipe, Func<string, DataSet> LoadData)
{
    /// <summary>Threads to compute with; by default all cores.</summary>
    public int? Threads { get; init; }

    /// <summary>About how long to measure each stage.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Decides how many steps fit into the time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told what is being done.</summary>
    public Action<TrainingEvent>? Progress { get; init; }
}
