using Likeness.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Likeness.App.Commands.Terminal;

/// <summary>Training drawn in place: a bar, the losses, rate and remaining time; finished epochs scroll away above.</summary>
internal sealed class LiveView(IAnsiConsole console, LiveDisplayContext context)
{
    private static readonly Style Quiet = new(Color.Grey), Strong = new(Color.Teal);

    private int stages;

    public void Show(TrainingEvent happened)
    {
        switch (happened)
        {
            case PhaseStarted started:
                Draw(new Text(started.What + " ...", Quiet));
                break;
            case StepProgress step:
                stages = step.Stages;
                Draw(Picture(step));
                break;
            case EpochFinished epoch:
                console.Write(new Text(TrainingView.Line(epoch, stages) + "\n"));
                break;
            case RolledBack rolled:
                console.Write(new Text(TrainingView.Line(rolled) + "\n", new Style(Color.Yellow)));
                break;
        }
    }

    private void Draw(IRenderable picture)
    {
        context.UpdateTarget(picture);
        context.Refresh();
    }

    private Rows Picture(StepProgress at)
    {
        string stage = at.Stages > 1 ? $"{at.Stage} {at.StageNumber}/{at.Stages}  " : "";
        string left = $"{stage}epoch {at.Epoch}/{at.Epochs} ", right = $" step {Figures.Count(at.Step)}/{Figures.Count(at.TotalSteps)}";
        return new Rows(
            Bar(left, at.TotalSteps > 0 ? (double)at.Step / at.TotalSteps : 0, right),
            new Text(Figures.Values(at.Losses, "   ")),
            new Text($"{Figures.Count(at.ImagesPerSecond)} images/s   learning rate {Figures.Number(at.LearningRate)}   " +
                $"{Figures.Clock(at.Elapsed)} gone   {Figures.Clock(at.Remaining)} left", Quiet));
    }

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
