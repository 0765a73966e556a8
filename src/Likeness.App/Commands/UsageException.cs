namespace Likeness.App.Commands;

/// <summary>The arguments cannot be used as given. The message is one line that names the argument, its value and the fix.</summary>
internal sealed class UsageException(string message) : Exception(message);
