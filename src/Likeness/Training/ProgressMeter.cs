namespace Likeness.Training;

/// <summary>Measures the rate of training for people who watch; nothing that is computed depends on it.</summary>
internal sealed class ProgressMeter(TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.2);
    private readonly long began = clock.GetTimestamp();
    private long lastTime = clock.GetTimestamp(), steps, lastSteps;

    /// <summary>Time since the meter was made.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(began);

    /// <summary>Counts a step; true when it is time to show something.</summary>
    public bool Step()
    {
        steps++;
        return clock.GetElapsedTime(lastTime) >= Interval;
    }

    /// <summary>Steps a second since the last call.</summary>
    public double Rate()
    {
        double seconds = clock.GetElapsedTime(lastTime).TotalSeconds;
        double rate = seconds > 0 ? (steps - lastSteps) / seconds : 0;
        (lastTime, lastSteps) = (clock.GetTimestamp(), steps);
        return rate;
    }

    /// <summary>The time that the steps left will take, at the mean rate so far.</summary>
    public TimeSpan Remaining(long stepsLeft) => steps == 0 ? TimeSpan.Zero : Elapsed / steps * stepsLeft;
}
