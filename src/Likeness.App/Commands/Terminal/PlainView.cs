using Likeness.Experiments;
using Likeness.Training;
using Spectre.Console;

namespace Likeness.App.Commands.Terminal;

/// <summary>Training and evaluation as lines for files and pipes: a line an epoch and a line every ten seconds, never more than one a second.</summary>
internal sealed class PlainView(IAnsiConsole console)
{
    private static readonly TimeSpan BetweenSteps = TimeSpan.FromSeconds(10), BetweenEpochs = TimeSpan.FromSeconds(1);

    private TimeSpan now, last, lastEvaluating;
    private bool anyEpoch;
    private int stages;

    public void Show(TrainingEvent happened)
    {
        switch (happened)
        {
            case PhaseStarted phase:
                console.Line(phase.What);
                break;
            case RolledBack rolled:
                console.Line(TrainingView.Line(rolled));
                break;
            case StepProgress step:
                (now, stages) = (step.Elapsed, step.Stages);
                if (now - last >= BetweenSteps)
                    Print(Line(step));
                break;
            case Evaluating { Progress: var at } when at.Elapsed - lastEvaluating >= BetweenSteps:
                lastEvaluating = at.Elapsed;
                console.Line($"{at.What}  {Figures.Percent(at.Part)}  {Figures.Clock(at.Remaining)} left");
                break;
            case EpochFinished epoch when !anyEpoch || epoch.Epoch == epoch.Epochs || now - last >= BetweenEpochs:
                anyEpoch = true;
                Print(TrainingView.Line(epoch, stages));
                break;
        }
    }

    private static string Line(StepProgress at) =>
        $"epoch {at.Epoch}/{at.Epochs}  step {Figures.Count(at.Step)}/{Figures.Count(at.TotalSteps)}  " +
        $"{Figures.Count(at.ImagesPerSecond)} images/s  {Figures.Values(at.Losses, "  ")}  {Figures.Clock(at.Remaining)} left";

    private void Print(string line)
    {
        last = now;
        console.Line(line);
    }
}
