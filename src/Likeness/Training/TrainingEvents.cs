namespace Likeness.Training;

/// <summary>What a training tells while it runs.</summary>
public abstract record TrainingEvent;

/// <summary>A part of the work begins: loading, compiling, evaluating.</summary>
public sealed record PhaseStarted(string What) : TrainingEvent;

/// <summary>How far training is; sent a few times a second, never decided upon.</summary>
/// <param name="Stage">The name of the stage.</param>
/// <param name="StageNumber">The stage, from 1.</param>
/// <param name="Stages">How many stages there are.</param>
/// <param name="Epoch">The epoch of the stage, from 1.</param>
/// <param name="Epochs">Epochs of the stage, the last one perhaps in part.</param>
/// <param name="Step">Steps done, over all stages.</param>
/// <param name="TotalSteps">Steps of all stages.</param>
/// <param name="Losses">Means since the last log line.</param>
/// <param name="LearningRate">Of the last step.</param>
/// <param name="ImagesPerSecond">Lately.</param>
/// <param name="Elapsed">Since this process began to train.</param>
/// <param name="Remaining">Estimated from the mean rate.</param>
public sealed record StepProgress(
    string Stage, int StageNumber, int Stages, long Epoch, long Epochs, long Step, long TotalSteps,
    IReadOnlyList<KeyValuePair<string, double>> Losses, double LearningRate, double ImagesPerSecond, TimeSpan Elapsed, TimeSpan Remaining)
    : TrainingEvent;

/// <summary>An epoch is over.</summary>
public sealed record EpochFinished(
    string Stage, long Epoch, long Epochs, long Step, IReadOnlyList<KeyValuePair<string, double>> Metrics) : TrainingEvent;

/// <summary>Training diverged and went back.</summary>
public sealed record RolledBack(Rollback Rollback) : TrainingEvent;

/// <summary>A checkpoint was written.</summary>
public sealed record CheckpointWritten(long Step) : TrainingEvent;
