using Likeness.Evaluation;
using Likeness.Training;

namespace Likeness.Experiments;

/// <summary>How far an evaluation is; sent a few times a second while one of its longer parts goes on.</summary>
public sealed record Evaluating(EvaluationProgress Progress) : TrainingEvent;
