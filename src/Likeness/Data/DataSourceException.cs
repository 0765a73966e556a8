namespace Likeness.Data;

/// <summary>A data set cannot be had: its name is unknown, its files are not found, or they cannot be downloaded.
/// The message is one line and says what to do.</summary>
public sealed class DataSourceException(string message, Exception? cause = null) : IOException(message, cause);
