using Likeness.Evaluation;
using Likeness.Experiments;
using Likeness.Training;
using Spectre.Console;

namespace Likeness.App.Commands.Terminal;

/// <summary>Training drawn in place: a bar, the losses, rate and remaining time; finished epochs scroll away above. Then evaluation.</summary>
internal sealed class LiveView(IAnsiConsole console, LiveDisplayContext context)
{
    private static readonly Style Quiet = new(Color.Grey), Strong = new(Color.Teal);

    private int stages;

    public void Show(TrainingEvent happened)
    {
        switch (happened)
        {
            case PhaseStarted started:
                // Spectre moves the cursor up one line too many after a picture of one line.
                context.UpdateTarget(new Rows(new Text(started.What + " ...", Quiet), new Text(" ")));
                break;
            case StepProgress step:
                stages = step.Stages;
                context.UpdateTarget(Picture(step));
                break;
            case Evaluating evaluating:
                context.UpdateTarget(Picture(evaluating.Progress));
                break;
            case EpochFinished epoch:
                Keep(TrainingView.Line(epoch, stages), Style.Plain);
                break;
            case RolledBack rolled:
                Keep(TrainingView.Line(rolled), new Style(Color.Yellow));
                break;
        }
    }

    // Goes over the picture, so it must cover what stands there to the end of its line.
    private void Keep(string line, Style style)
    {
        int width = Math.Max(2, console.Profile.Width), rows = (line.Length + width - 1) / width;
        console.Write(new Text(line.PadRight((rows * width) - 1) + "\n", style));
    }

    private Rows Picture(StepProgress at)
    {
        string stage = at.Stages > 1 ? $"{at.Stage} {at.StageNumber}/{at.Stages}  " : "";
        string left = $"{stage}epoch {at.Epoch}/{at.Epochs} ", right = $" step {Figures.Count(at.Step)}/{Figures.Count(at.TotalSteps)}";
        return new Rows(
            Bar(left, at.TotalSteps > 0 ? (double)at.Step / at.TotalSteps : 0, right),
            new Text(Figures.Values(at.Losses, "   ")),
            new Text($"{Figures.Count(at.ImagesPerSecond)} images/s   learning rate {Figures.Short(at.LearningRate)}   " +
                $"{Figures.Clock(at.Elapsed)} gone   {Figures.Clock(at.Remaining)} left", Quiet));
    }

    private Rows Picture(EvaluationProgress at) => new(
        Bar("", at.Part, $" {Figures.Percent(at.Part)}"),
        new Text(at.What),
        new Text($"{Figures.Clock(at.Elapsed)} gone   {Figures.Clock(at.Remaining)} left", Quiet));

    private Paragraph Bar(string left, double part, string right)
    {
        // One column stays free: some terminals wrap a line that fills them.
        int room = Math.Clamp(console.Profile.Width - left.Length - right.Length - 1, 5, 60);
        int done = (int)Math.Round(Math.Clamp(part, 0, 1) * room);
        bool unicode = console.Profile.Capabilities.Unicode;
        return new Paragraph().Append(left)
            .Append(new string(unicode ? '━' : '#', done), Strong)
            .Append(new string(unicode ? '─' : '-', room - done), Quiet)
            .Append(right);
    }
}
