using Likeness.Evaluation;
using Likeness.Training;

namespace Likeness.Experiments;

/// <summary>How far an evaluation is; sent a few times a second while one of its longer parts goes on.</summary>
public sealed record Evaluating(EvaluationProgress Progress) : TrainingEvent
{
    /// <summary>A watch that tells of an evaluation as of a part of a run.</summary>
    internal static Watch Watch(Action<TrainingEvent>? progress, TimeProvider clock, CancellationToken stop) =>
        new(at => progress?.Invoke(new Evaluating(at)), stop, clock);
}
