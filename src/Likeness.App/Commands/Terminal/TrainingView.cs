using Likeness.Training;
using Spectre.Console;

namespace Likeness.App.Commands.Terminal;

/// <summary>Shows a training while it runs: drawn in place on a terminal, a line now and then elsewhere.</summary>
internal static class TrainingView
{
    /// <summary>Does the work, which tells of its progress through the action it is given.</summary>
    public static T Follow<T>(IAnsiConsole console, Func<Action<TrainingEvent>, T> work) => console.IsLive()
        ? console.Live(Text.Empty).AutoClear(true).Start(context => work(new LiveView(console, context).Show))
        : work(new PlainView(console).Show);

    /// <summary>The line that stays after an epoch.</summary>
    public static string Line(EpochFinished epoch) =>
        $"epoch {epoch.Epoch}/{epoch.Epochs}{(epoch.Stage.Length > 0 ? $" of {epoch.Stage}" : "")}  {Figures.Values(epoch.Metrics, "  ")}";

    /// <summary>The line that stays after a return to an earlier checkpoint.</summary>
    public static string Line(RolledBack rolled) => $"training diverged: {rolled.Rollback}";
}
