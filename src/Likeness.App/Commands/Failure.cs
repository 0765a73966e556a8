using Likeness.App.Commands.Terminal;
using Likeness.Data;
using Likeness.Formats;
using Likeness.Recipes;
using Likeness.Training;

namespace Likeness.App.Commands;

/// <summary>From an exception to one line on the error output and an exit code.</summary>
internal static class Failure
{
    /// <summary>The command could not do its work.</summary>
    public const int Failed = 1;

    /// <summary>The command was asked for something that makes no sense.</summary>
    public const int BadArguments = 2;

    /// <summary>When set, the whole exception follows the line.</summary>
    public const string DebugVariable = "LIKENESS_DEBUG";

    public static int Tell(Exception fault, Surroundings surroundings)
    {
        surroundings.Error.WriteLine("likeness: " + Line(fault));
        if (surroundings.IsSet(DebugVariable))
            surroundings.Error.WriteLine(fault.ToString());
        surroundings.Error.Flush();
        return fault is UsageException or RecipeException or NotSupportedException ? BadArguments : Failed;
    }

    /// <summary>The exception in one line: its message where that was written for users, else with its type before it.</summary>
    public static string Line(Exception fault)
    {
        const StringSplitOptions Tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        string message = string.Join(' ', fault.Message.Split(['\r', '\n'], Tidy));
        return fault switch
        {
            UsageException or RecipeException or RunException or TrainingDivergedException or DataSourceException or DataFileException
                or NotSupportedException => message,
            InvalidDataException => message,
            IOException when IsDiskFull(fault) => $"the disk is full ({message}); make room, then go on with --resume",
            FileNotFoundException or DirectoryNotFoundException => $"{message} Check the path.",
            UnauthorizedAccessException => $"{message} Choose a place where you may write.",
            IOException => message,
            OperationCanceledException => "stopped",
            OutOfMemoryException => "out of memory: use a smaller --set batch=N or a smaller model",
            _ => $"unexpected {fault.GetType().Name}: {message} (set {DebugVariable}=1 for the trace)",
        };
    }

    // ENOSPC is 28 on Linux and macOS; Windows says ERROR_DISK_FULL, 112.
    private static bool IsDiskFull(Exception fault) => (fault.HResult & 0xFFFF) is 28 or 112;
}
