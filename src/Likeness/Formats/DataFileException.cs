namespace Likeness.Formats;

/// <summary>A file holds something other than what its name or use promises.
/// The message is one line: the file, what is wrong with it, and what to do.</summary>
public sealed class DataFileException : IOException
{
    /// <summary>The file (or the name of the stream) at fault.</summary>
    public string File { get; }

    /// <summary>Says what is wrong with a file and how to mend it.</summary>
    public DataFileException(string file, string problem, string fix, Exception? cause = null)
        : base($"{file}: {problem}; {fix}", cause) => File = file;
}
