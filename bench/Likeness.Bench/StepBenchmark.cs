using System.Globalization;

namespace Likeness.Bench;

/// <summary>Training steps of our side and of the peer in turn, and the ratio of their times pair by pair.</summary>
internal static class StepBenchmark
{
    private const int Rounds = 9;
    private const double SecondsPerRound = 0.5;

    public static void Run(IReadOnlyList<Workload> workloads, int threads, string? peer)
    {
        IEnumerable<Kernel> cube = GemmBenchmark.Kernels().Where(kernel => kernel.Name.StartsWith("cube 1024", StringComparison.Ordinal));
        KernelRates.Print([.. cube], [1, threads], rounds: 25);
        string note = peer is null ? "; no peer (install python3-torch)" : "";
        Console.WriteLine($"{threads} threads, medians of {Rounds} interleaved rounds, ours / peer's{note}");
        Print("workload", "images/s", "ratio", "[min .. max]", "peak MB", "start s", "first loss", "B/step");
        double[] ratios = [.. workloads.Select(workload => Compare(workload, threads, peer))];
        if (peer is not null && ratios.Length > 0)
            Console.WriteLine(Invariant(
                $"geometric mean of {ratios.Length} ratios {Math.Exp(ratios.Average(Math.Log)):F2}, least {ratios.Min():F2}"));
    }

    private static double Compare(Workload workload, int threads, string? script)
    {
        using var ours = StepProcess.Ours(workload.Name, threads);
        using StepProcess? peer = script is null ? null : StepProcess.Peer(script, workload.Name, threads);
        (double[] seconds, double[] theirs) = Interleave(ours, peer);
        double[] ratios = [.. theirs.Zip(seconds, (t, o) => t / o).Order()];
        (double peak, double allocated) = ours.Finish();
        double peerPeak = peer?.Finish().PeakBytes ?? double.NaN;
        Print(
            workload.Name,
            Invariant($"{workload.Batch / Median(seconds):F0} / {workload.Batch / Median(theirs):F0}"),
            Invariant($"{Median(ratios):F2}"),
            Invariant($"[{ratios[0]:F2} .. {ratios[^1]:F2}]"),
            Invariant($"{peak / 1e6:F0} / {peerPeak / 1e6:F0}"),
            Invariant($"{ours.SecondsToFirstStep:F2} / {peer?.SecondsToFirstStep ?? double.NaN:F2}"),
            Invariant($"{ours.Loss:G5} / {peer?.Loss ?? double.NaN:G5}"),
            Invariant($"{allocated:F0}"));
        return Median(ratios);
    }

    private static void Print(
        string workload, string speed, string ratio, string spread, string peak, string start, string loss, string allocated) =>
        Console.WriteLine($"{workload,-8} {speed,15} {ratio,6} {spread,14} {peak,11} {start,11} {loss,17} {allocated,6}");

    private static (double[] Ours, double[] Peer) Interleave(StepProcess ours, StepProcess? peer)
    {
        int steps = StepsPerRound(ours), peerSteps = peer is null ? 1 : StepsPerRound(peer);
        var seconds = new double[Rounds];
        double[] theirs = [.. Enumerable.Repeat(double.NaN, Rounds)];
        for (int round = 0; round < Rounds; round++)
        {
            seconds[round] = ours.Run(steps) / steps;
            if (peer is not null)
                theirs[round] = peer.Run(peerSteps) / peerSteps;
        }
        return (seconds, theirs);
    }

    private static int StepsPerRound(StepProcess side)
    {
        side.Run(3);
        return Math.Max(1, (int)(SecondsPerRound / (side.Run(5) / 5)));
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
