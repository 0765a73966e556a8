using System.Diagnostics;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench;

/// <summary>One kernel to time: a name, its multiply-adds, and one run on a pool.</summary>
internal sealed record Kernel(string Name, long MultiplyAdds, Action<WorkerPool> Run);

/// <summary>
/// Times kernels in turn with a plain loop of multiply-adds, as long and on as many threads, several rounds over, and prints the best that each
/// reached, and its share of the loop's best.
/// </summary>
internal static class KernelRates
{
    private const double SecondsPerSample = 0.004;

    internal static void Print(IReadOnlyList<Kernel> kernels, int[] threadCounts, int rounds)
    {
        var pools = threadCounts.Select(threads => new WorkerPool(threads)).ToArray();
        var (best, peak) = (new double[kernels.Count, pools.Length], new double[kernels.Count, pools.Length]);
        var burst = 0.0;
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < kernels.Count; i++)
            {
                burst = Math.Max(burst, FmaPeak.Measure() * 1e-9);
                for (var p = 0; p < pools.Length; p++)
                {
                    var (rate, seconds) = Sample(kernels[i], pools[p]);
                    best[i, p] = Math.Max(best[i, p], rate);
                    peak[i, p] = Math.Max(peak[i, p], PeakLoop.Rate(pools[p], seconds) * 1e-9);
                }
            }
        }
        Report(kernels, threadCounts, best, peak, burst);
    }

    private static (double Rate, double Seconds) Sample(Kernel kernel, WorkerPool pool)
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
        return (2e-9 * kernel.MultiplyAdds * runs / seconds, seconds);
    }

    private static void Report(IReadOnlyList<Kernel> kernels, int[] threadCounts, double[,] best, double[,] peak, double burst)
    {
        Console.WriteLine(
            $"vectors of {SimdWidth.Current} floats; one thread multiplies and adds at {burst:F1} GFLOP/s in bursts; share: of the same for as long");
        Console.WriteLine($"{"",-34}" + string.Concat(threadCounts.Select(threads => $"{threads,4} thread: GFLOP/s share      us")));
        for (var i = 0; i < kernels.Count; i++)
        {
            var line = $"{kernels[i].Name,-34}";
            for (var p = 0; p < threadCounts.Length; p++)
            {
                var rate = best[i, p];
                line += $"{rate,20:F1} {rate / peak[i, p],5:P0} {2e-3 * kernels[i].MultiplyAdds / rate,8:F1}";
            }
            Console.WriteLine(line);
        }
    }
}
