namespace Likeness.Bench;

/// <summary>From the start of a process to the end of its first step: a new process of either side in turn.</summary>
internal static class StartBenchmark
{
    private const int Starts = 9;

    public static void Run(IReadOnlyList<Workload> workloads, int threads, string? peer)
    {
        Console.WriteLine($"{threads} threads, seconds to the end of the first step, medians of {Starts} processes of each side in turn\n");
        var table = new MarkdownTable(8, "workload", "s, ours", "s, peer's", "ours by the peer's [quarters]");
        foreach (Workload workload in workloads)
        {
            (double Ours, double Theirs)[] starts = [.. Enumerable.Range(0, Starts).Select(_ => (
                Seconds(StepProcess.Ours(workload.Name, threads)),
                peer is null ? double.NaN : Seconds(StepProcess.Peer(peer, workload.Name, threads))))];
            table.Row(
                $"`{workload.Name}`",
                MarkdownTable.Number(Comparison.Median([.. starts.Select(start => start.Ours)]), 2),
                MarkdownTable.Number(Comparison.Median([.. starts.Select(start => start.Theirs)]), 2),
                MarkdownTable.WithQuarters([.. starts.Select(start => start.Ours / start.Theirs)]));
        }
    }

    private static double Seconds(StepProcess started)
    {
        using (started)
            return started.SecondsToFirstStep;
    }
}
