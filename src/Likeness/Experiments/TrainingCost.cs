using System.Globalization;
using Likeness.Evaluation;
using Likeness.Formats;
using Likeness.Training;

namespace Likeness.Experiments;

/// <summary>What a training took: time by the clock, memory and work by the plans of its steps.</summary>
internal static class TrainingCost
{
    private const double Mebibyte = 1 << 20;

    /// <summary>Keeps the time of a training that is over until its evaluation is: that may be done by another process.</summary>
    public static void KeepTime(RunFolder folder, TrainingResult result)
    {
        if (result.TimedSteps > 0)
            AtomicFile.WriteAllText(folder.TimeFile, string.Create(
                CultureInfo.InvariantCulture, $"{result.Time.TotalSeconds * result.TotalSteps / result.TimedSteps:R} {result.TimedSteps}"));
    }

    /// <summary>Forgets it: it is in the summary.</summary>
    public static void ForgetTime(RunFolder folder) => File.Delete(folder.TimeFile);

    /// <summary>The metrics.</summary>
    public static IEnumerable<Metric> Metrics(RunFolder folder, Trainer trainer, int threads)
    {
        TrainingFootprint footprint = trainer.Footprint();
        if (Time(folder) is var (seconds, steps))
            yield return new Metric(
                "cost/training", seconds, steps == trainer.TotalSteps ? Metric.WallClock : $"{Metric.WallClock}, at the pace of the last {steps} steps", null, "seconds");
        yield return new Metric("cost/memory", footprint.Bytes / Mebibyte, $"count, of the engine with {threads} thread{(threads == 1 ? "" : "s")}", null, "MiB");
        yield return new Metric("cost/multiply_adds", footprint.MultiplyAdds, "count, a training step for each image", null, "");
    }

    private static (double Seconds, long Steps)? Time(RunFolder folder)
    {
        string[] words = File.Exists(folder.TimeFile) ? File.ReadAllText(folder.TimeFile).Split(' ') : [];
        return words.Length == 2 && double.TryParse(words[0], CultureInfo.InvariantCulture, out double seconds)
            && long.TryParse(words[1], CultureInfo.InvariantCulture, out long steps) ? (seconds, steps) : null;
    }
}
