using System.Diagnostics;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench;

/// <summary>
/// The plain loop of multiply-adds on all threads of a pool, for a given time: what is timed for as long on as many threads is as much
/// disturbed by others who use the cores, and can reach no more.
/// </summary>
internal sealed class PeakLoop : ParallelWork
{
    private static readonly double SecondsOfBurst = Enumerable.Range(0, 100).Select(_ => FmaPeak.BurstFlops / FmaPeak.Measure()).Order().ElementAt(50);

    private readonly int bursts;

    private PeakLoop(int bursts) => this.bursts = bursts;

    /// <summary>FLOP/s of all threads together, over some <paramref name="seconds"/>.</summary>
    internal static double Rate(WorkerPool pool, double seconds)
    {
        var loop = new PeakLoop(Math.Max(1, (int)Math.Round(seconds / SecondsOfBurst)));
        var start = Stopwatch.GetTimestamp();
        pool.Run(loop, pool.Threads);
        return pool.Threads * loop.bursts * FmaPeak.BurstFlops / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    internal override void Run(int task, int worker)
    {
        for (var burst = 0; burst < bursts; burst++)
            FmaPeak.Burst();
    }
}
