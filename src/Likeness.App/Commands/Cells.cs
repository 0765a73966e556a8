using Likeness.App.Commands.Terminal;
using Likeness.App.Reports;
using Likeness.Experiments.Studies;
using Spectre.Console;

namespace Likeness.App.Commands;

/// <summary>Trains the cells of a study or comparison that are not over, and says how each ended.</summary>
internal static class Cells
{
    /// <summary>Until all are over or it is told to stop.</summary>
    /// <param name="run">The study.</param>
    /// <param name="metrics">What to show of a cell that is finished, as far as it has it.</param>
    /// <param name="console">Where.</param>
    /// <param name="stop">Stops training, with a checkpoint.</param>
    public static void Run(StudyRun run, Func<StudyRow, IReadOnlyList<string>> metrics, IAnsiConsole console, CancellationToken stop)
    {
        for (var i = 0; i < run.Rows.Count && !stop.IsCancellationRequested; i++)
            if (run.Rows[i].Status is CellStatus.Waiting or CellStatus.Stopped)
                Run(run, i, metrics, console, stop);
    }

    /// <summary>What is still to do, and how; nothing when all is over.</summary>
    public static string? Left(StudyRun run, string command) => run.IsOver ? null
        : $"stopped with {run.Rows.Count(row => row.Status is CellStatus.Waiting or CellStatus.Stopped)} of {run.Rows.Count} cells to go; go on with: {command}";

    /// <summary>The exit code of a study that was run.</summary>
    public static int Code(StudyRun run) => run.IsOver && run.Rows.Any(row => row.Status == CellStatus.Finished) ? 0 : Failure.Failed;

    private static void Run(StudyRun run, int index, Func<StudyRow, IReadOnlyList<string>> metrics, IAnsiConsole console, CancellationToken stop)
    {
        var left = run.Remaining is { } time ? $", about {Figures.Clock(time)} left" : "";
        console.Line($"cell {index + 1}/{run.Rows.Count}  {run.Rows[index].Cell.Title}{left}");
        var row = TrainingView.FollowBriefly(console, progress => run.Run(index, progress, stop));
        if (row.Status == CellStatus.Finished)
            RunReport.Write(row.Folder);
        console.Line("  " + Outcome(row, metrics(row)));
    }

    private static string Outcome(StudyRow row, IReadOnlyList<string> metrics)
    {
        if (row.Summary is not { } summary)
            return row.Problem is { } problem ? $"{row.StatusText}: {problem}" : $"{row.StatusText}, checkpoint kept";
        var shown = metrics.Where(name => row.Metric(name) is not null).Select(name => KeyValuePair.Create(name, row.Metric(name)!.Value));
        return $"finished in {Figures.Clock(TimeSpan.FromSeconds(summary.Seconds))}  {Figures.Values(shown, "  ")}";
    }
}
