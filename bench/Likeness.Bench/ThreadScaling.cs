using System.Diagnostics;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench;

/// <summary>
/// Each training step on one thread and on two, beside a plain loop of multiply-adds on as many: what the loop does not gain from the second
/// core, because somebody else uses it, no step can gain. Nor much more than two copies of the step, one thread each, that run at once: these
/// share the machine's memory, but wait for nothing of each other. All take turns of some hundredths of a second in one process: others come
/// and go in seconds, and processes that take turns meet different ones.
/// </summary>
internal static class ThreadScaling
{
    private const int MostRounds = 201;
    private const int FewestRounds = 15;
    private const double RoundSeconds = 0.02;
    private const double RowSeconds = 30;
    private const double WarmSeconds = 1;

    private static readonly WorkerPool One = new(1);
    private static readonly WorkerPool Two = new(2);

    public static void Print(IReadOnlyList<Workload> workloads)
    {
        Console.WriteLine();
        var table = new MarkdownTable(
            8, "workload", "us (1 thr.)", "us (2 thr.)", "two against one [quarters]", "best rounds", "two steps at once [quarters]",
            "multiply-add loop [quarters]");
        foreach (Workload workload in workloads)
            Row(table, workload);
    }

    private static void Row(MarkdownTable table, Workload workload)
    {
        Compiled one = workload.Compile(Backend.Cpu(1)).Step, other = workload.Compile(Backend.Cpu(1)).Step, two = workload.Compile(Backend.Cpu(2)).Step;
        Warm(two);
        Warm(other);
        double step = Warm(one);
        int steps = Math.Max(1, (int)(RoundSeconds / step));
        int rounds = (int)Math.Clamp(RowSeconds / (5 * steps * step), FewestRounds, MostRounds);
        (double[] ones, double[] twos) = (new double[rounds], new double[rounds]);
        (double[] pairs, double[] loops) = (new double[rounds], new double[rounds]);
        for (int round = 0; round < rounds; round++)
        {
            ones[round] = SecondsOfStep(one, steps);
            twos[round] = SecondsOfStep(two, steps);
            pairs[round] = SecondsAtOnce(one, other, steps);
            loops[round] = PeakLoop.Rate(Two, steps * step) / PeakLoop.Rate(One, steps * step);
        }
        table.Row(
            $"`{workload.Name}`",
            MarkdownTable.Short(Comparison.Median(ones) * 1e6),
            MarkdownTable.Short(Comparison.Median(twos) * 1e6),
            MarkdownTable.WithQuarters([.. ones.Zip(twos, (slow, fast) => slow / fast)]),
            MarkdownTable.Number(ones.Min() / twos.Min(), 2),
            MarkdownTable.WithQuarters([.. ones.Zip(pairs, (alone, together) => 2 * alone / together)]),
            MarkdownTable.WithQuarters(loops));
    }

    // Large groups are machine code by then. Seconds of a step.
    private static double Warm(Compiled step)
    {
        int steps = 0;
        long start = Stopwatch.GetTimestamp();
        for (; steps < 5 || Stopwatch.GetElapsedTime(start).TotalSeconds < WarmSeconds; steps++)
            step.Run();
        return SecondsOf(step, steps) / steps;
    }

    // After a few that bring the caches back and wake the threads.
    private static double SecondsOfStep(Compiled step, int steps)
    {
        SecondsOf(step, 1 + (steps / 4));
        return SecondsOf(step, steps) / steps;
    }

    // Of a step of either, on average.
    private static double SecondsAtOnce(Compiled one, Compiled other, int steps)
    {
        double others = 0;
        var beside = new Thread(() => others = SecondsOfStep(other, steps));
        beside.Start();
        double own = SecondsOfStep(one, steps);
        beside.Join();
        return (own + others) / 2;
    }

    private static double SecondsOf(Compiled step, int steps)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < steps; i++)
            step.Run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
