using Likeness.Tensors.Runtime;

namespace Likeness.Bench;

/// <summary>
/// Each training step on one thread and on two in turn, beside a plain loop of multiply-adds on as many: what the loop does not gain
/// from the second core, because somebody else uses it, no step can gain.
/// </summary>
internal static class ThreadScaling
{
    private const int Rounds = 31;
    private const double Seconds = 0.3;

    private static readonly WorkerPool One = new(1);
    private static readonly WorkerPool Two = new(2);

    public static void Print(IReadOnlyList<Workload> workloads)
    {
        Console.WriteLine();
        var table = new MarkdownTable(8, "workload", "us (1 thr.)", "us (2 thr.)", "two against one [min .. max]", "best rounds", "multiply-add loop");
        foreach (Workload workload in workloads)
            Row(table, workload.Name);
    }

    private static void Row(MarkdownTable table, string workload)
    {
        using var one = StepProcess.Ours(workload, 1);
        using var two = StepProcess.Ours(workload, 2);
        int steps = one.StepsIn(Seconds);
        (double[] ones, double[] twos, double[] loops) = (new double[Rounds], new double[Rounds], new double[Rounds]);
        for (int round = 0; round < Rounds; round++)
        {
            ones[round] = one.RunWarm(steps) / steps;
            twos[round] = two.RunWarm(steps) / steps;
            loops[round] = Loop();
        }
        double[] ratios = [.. ones.Zip(twos, (slow, fast) => slow / fast).Order()];
        table.Row(
            $"`{workload}`",
            MarkdownTable.Short(Comparison.Median(ones) * 1e6),
            MarkdownTable.Short(Comparison.Median(twos) * 1e6),
            FormattableString.Invariant($"{Comparison.Median(ratios):F2} [{ratios[0]:F2} .. {ratios[^1]:F2}]"),
            MarkdownTable.Number(ones.Min() / twos.Min(), 2),
            MarkdownTable.Number(Comparison.Median(loops), 2));
        one.Finish();
        two.Finish();
    }

    // As long as a round of the steps, and so as much disturbed.
    private static double Loop() => PeakLoop.Rate(Two, Seconds) / PeakLoop.Rate(One, Seconds);
}
