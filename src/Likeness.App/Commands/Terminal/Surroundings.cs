using System.Runtime.InteropServices;

namespace Likeness.App.Commands.Terminal;

/// <summary>What commands may touch besides files: writers, environment, clock, the wish to stop. Tests hand in their own.</summary>
/// <param name="Out">Results, and progress unless the results are JSON.</param>
/// <param name="Error">Errors, and progress where the results are JSON.</param>
internal sealed record Surroundings(TextWriter Out, TextWriter Error)
{
    /// <summary>Columns of the terminal behind <see cref="Out"/>, which may change; null when it is none.</summary>
    public Func<int>? OutColumns { get; init; }

    /// <summary>Columns of the terminal behind <see cref="Error"/>, which may change; null when it is none.</summary>
    public Func<int>? ErrorColumns { get; init; }

    /// <summary>Reads a variable of the environment; null or empty when it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Begins to watch for Ctrl-C and the like, until disposed.</summary>
    public Func<StopSignals> WatchForStop { get; init; } = () => new StopSignals();

    /// <summary>Where downloaded data sets are kept; null: no downloads.</summary>
    public string? CacheFolder { get; init; }

    public static Surroundings OfThisProcess() => new(Console.Out, Console.Error)
    {
        OutColumns = Console.IsOutputRedirected ? null : Columns,
        ErrorColumns = Console.IsErrorRedirected ? null : Columns,
        Variable = Environment.GetEnvironmentVariable,
        WatchForStop = () => new StopSignals(PosixSignal.SIGINT, PosixSignal.SIGTERM) { Ending = ShowCursor },
        CacheFolder = UserCache(),
    };

    public bool IsSet(string variable) => !string.IsNullOrEmpty(Variable(variable));

    // A picture that is drawn in place hides it.
    private static void ShowCursor()
    {
        if (!Console.IsOutputRedirected)
            Console.Out.Write("\e[?25h");
    }

    private static int Columns()
    {
        // A terminal of unknown size reports 0.
        int columns = Console.WindowWidth;
        return columns > 0 ? columns : 80;
    }

    private static string? UserCache()
    {
        string? home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named ? named
            : OperatingSystem.IsLinux() ? InHome(".cache") : InHome("");
        return home is null ? null : Path.Combine(home, "likeness");
    }

    private static string? InHome(string below)
    {
        string folder = Environment.GetFolderPath(OperatingSystem.IsLinux()
            ? Environment.SpecialFolder.UserProfile : Environment.SpecialFolder.LocalApplicationData);
        return folder.Length > 0 ? Path.Combine(folder, below) : null;
    }
}
