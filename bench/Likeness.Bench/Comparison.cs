using Likeness.Tensors.Backends.Cpu.Kernels;

namespace Likeness.Bench;

/// <summary>How long to measure: steps of each side before, rounds in which both take their turn, and seconds of each side in a round.</summary>
internal sealed record Effort(int Rounds, double Seconds, int Before = 0)
{
    /// <summary>Of a whole run; BENCH_QUICK in the environment makes it short.</summary>
    public static Effort Full { get; } = Environment.GetEnvironmentVariable("BENCH_QUICK") is null ? new(9, 0.5) : new(7, 0.2);
}

/// <summary>One side of a comparison: medians and facts.</summary>
/// <param name="Seconds">Of a step, round by round.</param>
/// <param name="Start">Seconds from the start of the process to the end of its first step.</param>
/// <param name="Loss">The first loss.</param>
/// <param name="End">What the process said at its end.</param>
internal sealed record Side(double[] Seconds, double Start, double Loss, StepEnd End)
{
    public double Median => Comparison.Median(Seconds);

    public double Best => Seconds.Min();
}

/// <summary>A step of ours and of the peer's, measured in turn with each other and with the machine's peak.</summary>
/// <param name="Ours">Our side.</param>
/// <param name="Theirs">The peer's, or null.</param>
/// <param name="Peak">FLOP/s of multiply-adds that our threads could reach: the best burst of one between the rounds, times the threads.</param>
internal sealed record Comparison(Side Ours, Side? Theirs, double Peak)
{
    /// <summary>FLOP/s of the multiply-adds of products in our median step.</summary>
    public double Rate => 2 * Ours.End.MultiplyAdds / Ours.Median;

    /// <summary>The peer's time divided by ours, round by round, sorted.</summary>
    public double[] Ratios => Theirs is null ? [double.NaN] : [.. Theirs.Seconds.Zip(Ours.Seconds, (theirs, ours) => theirs / ours).Order()];

    public static Comparison Measure(string workload, int threads, string? peer, Effort effort)
    {
        using var ours = StepProcess.Ours(workload, threads);
        using StepProcess? theirs = peer is null ? null : Started(peer, workload, threads);
        if (effort.Before > 0)
        {
            ours.Run(effort.Before);
            theirs?.Run(effort.Before);
        }
        int steps = ours.StepsIn(effort.Seconds), peerSteps = theirs?.StepsIn(effort.Seconds) ?? 0;
        (double[] seconds, double[] peerSeconds, double peak) = (new double[effort.Rounds], new double[effort.Rounds], 0);
        for (int round = 0; round < effort.Rounds; round++)
        {
            peak = Math.Max(peak, FmaPeak.Measure());
            seconds[round] = ours.Run(steps) / steps;
            if (theirs is not null)
                peerSeconds[round] = theirs.Run(peerSteps) / peerSteps;
        }
        return new Comparison(Finish(ours, seconds), theirs is null ? null : Finish(theirs, peerSeconds), peak * threads);
    }

    public static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    // A peer that cannot do a workload, in a way of running it that was asked for, leaves our side alone in the row.
    private static StepProcess? Started(string peer, string workload, int threads)
    {
        try
        {
            return StepProcess.Peer(peer, workload, threads);
        }
        catch (InvalidOperationException fault)
        {
            Console.Error.WriteLine(fault.Message);
            return null;
        }
    }

    private static Side Finish(StepProcess side, double[] seconds) => new(seconds, side.SecondsToFirstStep, side.Loss, side.Finish());
}
