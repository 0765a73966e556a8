using Likeness.Experiments;
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

    /// <summary>The same for one of many trainings: nothing of it stays, and where lines cannot be drawn over there are fewer.</summary>
    public static T FollowBriefly<T>(IAnsiConsole console, Func<Action<TrainingEvent>, T> work) => Follow(console, show => work(told =>
    {
        if (told is StepProgress or RolledBack or Evaluating || (told is PhaseStarted && console.IsLive()))
            show(told);
    }));

    /// <summary>The line that stays after an epoch; its stage is named where there are several.</summary>
    public static string Line(EpochFinished epoch, int stages) =>
        $"{(stages > 1 ? $"{epoch.Stage}  " : "")}epoch {epoch.Epoch}/{epoch.Epochs}  " +
        $"{Figures.Values(epoch.Metrics.Select(OfTraining), "  ")}";

    /// <summary>The line that stays after a return to an earlier checkpoint.</summary>
    public static string Line(RolledBack rolled) => $"diverged at step {Figures.Count(rolled.Rollback.Step)} ({rolled.Rollback.Reason}), " +
        $"went back to step {Figures.Count(rolled.Rollback.ToStep)}";

    private static KeyValuePair<string, double> OfTraining(KeyValuePair<string, double> metric) =>
        new(metric.Key.StartsWith("train/", StringComparison.Ordinal) ? metric.Key["train/".Length..] : metric.Key, metric.Value);
}
