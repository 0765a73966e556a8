using System.Diagnostics;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench;

/// <summary>One kernel to time: a name, its multiply-adds, and one run on a pool.</summary>
internal sealed record Kernel(string Name, long MultiplyAdds, Action<WorkerPool> Run);

/// <summary>Times kernels in turn with the peak, several rounds over, and prints the best share of the peak each reached.</summary>
internal static class KernelRates
{
    private const double SecondsPerSample = 0.004;

    internal static void Print(IReadOnlyList<Kernel> kernels, int[] threadCounts, int rounds)
    {
        var pools = threadCounts.Select(threads => new WorkerPool(threads)).ToArray();
        var best = new double[kernels.Count, pools.Length];
        var peak = 0.0;
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < kernels.Count; i++)
            {
                peak = Math.Max(peak, FmaPeak.Measure() * 1e-9);
                for (var p = 0; p < pools.Length; p++)
                    best[i, p] = Math.Max(best[i, p], Rate(kernels[i], pools[p]));
            }
        }
        Report(kernels, threadCounts, best, peak);
    }

    private static double Rate(Kernel kernel, WorkerPool pool)
    {
        kernel.Run(pool);
        var start = Stopwatch.GetTimestamp();
        var runs = 0;
        double seconds;
        do
        {
            kernel.Run(pool);
            runs++;
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        while (seconds < SecondsPerSample);
        return 2e-9 * kernel.MultiplyAdds * runs / seconds;
    }

    private static void Report(IReadOnlyList<Kernel> kernels, int[] threadCounts, double[,] best, double peak)
    {
        Console.WriteLine($"vectors of {SimdWidth.Current} floats, one-thread multiply-add peak {peak:F1} GFLOP/s");
        Console.WriteLine($"{"",-34}" + string.Concat(threadCounts.Select(threads => $"{threads,4} thread: GFLOP/s share      us")));
        for (var i = 0; i < kernels.Count; i++)
        {
            var line = $"{kernels[i].Name,-34}";
            for (var p = 0; p < threadCounts.Length; p++)
            {
                var rate = best[i, p];
                line += $"{rate,20:F1} {rate / (peak * threadCounts[p]),5:P0} {2e-3 * kernels[i].MultiplyAdds / rate,8:F1}";
            }
            Console.WriteLine(line);
        }
    }
}
