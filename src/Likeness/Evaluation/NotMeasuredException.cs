namespace Likeness.Evaluation;

/// <summary>Part of an evaluation cannot be measured, or not in the time there is; the rest can. The message is the reason in a line.</summary>
internal sealed class NotMeasuredException(string message, Exception? inner = null) : Exception(message, inner);
