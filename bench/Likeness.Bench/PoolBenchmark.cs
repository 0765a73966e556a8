using System.Diagnostics;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench;

/// <summary>What handing out work costs: runs of almost empty tasks, back to back, so that the workers are awake.</summary>
internal static class PoolBenchmark
{
    private const int Runs = 2000;

    internal static void Print()
    {
        foreach (var tasks in new[] { 2, 16 })
        {
            var pool = new WorkerPool(2);
            var best = double.MaxValue;
            for (var round = 0; round < 20; round++)
            {
                var start = Stopwatch.GetTimestamp();
                for (var run = 0; run < Runs; run++)
                    pool.Run(Nothing.Work, tasks);
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / Runs);
            }
            Console.WriteLine($"a run of {tasks} empty tasks on 2 threads: {best:F2} us");
        }
    }

    private sealed class Nothing : ParallelWork
    {
        internal static readonly Nothing Work = new();

        internal override void Run(int task, int worker)
        {
        }
    }
}
