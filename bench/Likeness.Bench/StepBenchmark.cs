namespace Likeness.Bench;

/// <summary>Training steps of our side and of the peer in turn, and the ratio of their times pair by pair.</summary>
internal static class StepBenchmark
{
    public static void Run(IReadOnlyList<Workload> workloads, int threads, string? peer)
    {
        IEnumerable<Kernel> cube = GemmBenchmark.Kernels(threads).Where(kernel => kernel.Name.StartsWith("cube 1024", StringComparison.Ordinal));
        KernelRates.Print([.. cube], [1, threads], rounds: 25);
        string note = peer is null ? "; no peer (install python3-torch)" : "";
        Console.WriteLine($"{threads} threads, medians of {Effort.Full.Rounds} interleaved rounds, ours / peer's{note}");
        Summarized(workloads, threads, peer, Effort.Full);
    }

    /// <summary>A row for each workload, and below them what all ratios come to.</summary>
    public static void Summarized(IReadOnlyList<Workload> workloads, int threads, string? peer, Effort effort)
    {
        Console.WriteLine();
        double[] ratios = [.. Table(workloads, threads, peer, effort, "first loss").Where(double.IsFinite)];
        Console.WriteLine();
        if (ratios.Length > 0)
            Console.WriteLine(FormattableString.Invariant(
                $"geometric mean of {ratios.Length} ratios {Math.Exp(ratios.Average(Math.Log)):F2}, least {ratios.Min():F2}"));
    }

    /// <summary>A row for each workload; returns the median ratios.</summary>
    /// <param name="output">What the step's output is called; both sides show theirs, so that one sees them do the same.</param>
    public static double[] Table(IReadOnlyList<Workload> workloads, int threads, string? peer, Effort effort, string output)
    {
        var table = new MarkdownTable(7, "workload", "images/s, ours / peer's", "ratio [min .. max]", "GFLOP/s", "of peak", "MB moved",
            "peak MB, ours / peer's", "s to first step", output, "B/step");
        return [.. workloads.Select(workload => Row(table, workload, Comparison.Measure(workload.Name, threads, peer, effort)))];
    }

    private static double Row(MarkdownTable table, Workload workload, Comparison measured)
    {
        (Side ours, Side? theirs, double[] ratios) = (measured.Ours, measured.Theirs, measured.Ratios);
        double ratio = Comparison.Median(ratios), none = double.NaN;
        table.Row(
            $"`{workload.Name}`",
            MarkdownTable.Pair(workload.Batch / ours.Median, workload.Batch / theirs?.Median ?? none),
            theirs is null ? "" : FormattableString.Invariant($"{ratio:F2} [{ratios[0]:F2} .. {ratios[^1]:F2}]"),
            MarkdownTable.Number(measured.Rate / 1e9),
            MarkdownTable.Percent(measured.Rate / measured.Peak),
            MarkdownTable.Short(ours.End.BytesMoved / 1e6),
            MarkdownTable.Pair(ours.End.PeakBytes / 1e6, theirs?.End.PeakBytes / 1e6 ?? none),
            MarkdownTable.Pair(ours.Start, theirs?.Start ?? none, 2),
            FormattableString.Invariant($"{ours.Loss:G5}{(theirs is null ? "" : $" / {theirs.Loss:G5}")}"),
            MarkdownTable.Number(ours.End.BytesAllocated));
        return ratio;
    }
}
