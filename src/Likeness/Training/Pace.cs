namespace Likeness.Training;

/// <summary>Measures how long something takes that is run over and over.</summary>
internal static class Pace
{
    /// <summary>Runs at least once and at least so long; <paramref name="run"/> is told how often it has run.</summary>
    public static (int Count, double Seconds) Repeat(TimeProvider clock, TimeSpan time, Action<int> run)
    {
        long began = clock.GetTimestamp();
        int count = 0;
        do
            run(count++);
        while (clock.GetElapsedTime(began) < time);
        return (count, clock.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>Seconds of one run. The first ones run code that is still being optimised: only the second half of the time counts.</summary>
    public static double SecondsEach(TimeProvider clock, TimeSpan time, Action<int> run)
    {
        Repeat(clock, time / 2, run);
        (int count, double seconds) = Repeat(clock, time / 2, run);
        return seconds / count;
    }
}
