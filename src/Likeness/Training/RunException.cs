namespace Likeness.Training;

/// <summary>A run folder cannot be used as asked: it exists already, cannot be written, or its checkpoint is missing or damaged.
/// The message is one line with the fix.</summary>
public sealed class RunException(string message, Exception? cause = null) : IOException(message, cause);

/// <summary>Training diverged more often than it may. The message is one line with the fix; the last good checkpoint is kept.</summary>
public sealed class TrainingDivergedException(string message) : Exception(message);
