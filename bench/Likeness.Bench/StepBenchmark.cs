using System.Diagnostics;
using System.Globalization;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench;

/// <summary>Training steps of our side and of the peer in turn, and the ratio of their times pair by pair.</summary>
internal static class StepBenchmark
{
    private const int Rounds = 9;
    private const double SecondsPerRound = 0.5;

    public static void Run(IReadOnlyList<Workload> workloads, int threads, string? peer)
    {
        KernelRates.Print([.. GemmBenchmark.Kernels().Where(kernel => kernel.Name.StartsWith("cube 1024", StringComparison.Ordinal))], [1, threads], rounds: 25);
        Console.WriteLine($"{threads} threads, medians of {Rounds} interleaved rounds{(peer is null ? "; no peer (install python3-torch)" : "")}");
        Console.WriteLine($"{"workload",-8} {"ours img/s",11} {"peer img/s",11} {"ratio",6} {"[min .. max]",14} {"B/step",7}");
        foreach (Workload workload in workloads)
            Compare(workload, threads, peer);
    }

    private static void Compare(Workload workload, int threads, string? script)
    {
        Compiled step = workload.Compile(Backend.Cpu(threads));
        using Process? peer = script is null ? null : Start(script, workload.Name, threads);
        int ourSteps = StepsPerRound(steps => Ours(step, steps));
        int peerSteps = peer is null ? 0 : StepsPerRound(steps => Theirs(peer, steps));
        double[] ours = new double[Rounds], theirs = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            ours[round] = Ours(step, ourSteps) / ourSteps;
            theirs[round] = peer is null ? double.NaN : Theirs(peer, peerSteps) / peerSteps;
        }
        peer?.StandardInput.WriteLine("0");
        peer?.WaitForExit();
        double[] ratios = [.. theirs.Zip(ours, (t, o) => t / o).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{workload.Name,-8} {workload.Batch / Median(ours),11:F0} {workload.Batch / Median(theirs),11:F0} {ratios[Rounds / 2],6:F2} {$"[{ratios[0]:F2} .. {ratios[^1]:F2}]",14} {Allocated(step),7}"));
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static int StepsPerRound(Func<int, double> seconds)
    {
        seconds(3);
        return Math.Max(1, (int)(SecondsPerRound / (seconds(5) / 5)));
    }

    private static double Ours(Compiled step, int steps)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < steps; i++)
            step.Run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Theirs(Process peer, int steps)
    {
        peer.StandardInput.WriteLine(steps.ToString(CultureInfo.InvariantCulture));
        return double.Parse(peer.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the peer ended early"), CultureInfo.InvariantCulture);
    }

    private static long Allocated(Compiled step)
    {
        long before = GC.GetTotalAllocatedBytes(true);
        for (int i = 0; i < 10; i++)
            step.Run();
        return (GC.GetTotalAllocatedBytes(true) - before) / 10;
    }

    private static Process Start(string script, string workload, int threads)
    {
        // The peer's default is to spin while it waits, which slows it down on a shared machine.
        var start = new ProcessStartInfo("/usr/bin/python3", [script, workload, threads.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["OMP_WAIT_POLICY"] = "passive", ["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture) },
        };
        return Process.Start(start) ?? throw new InvalidOperationException("python3 did not start");
    }
}
