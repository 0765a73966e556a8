using System.Diagnostics;
using System.Globalization;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench;

/// <summary>
/// Our side of a workload, in a process of its own as the peer's is: reads a number of steps a line, runs them and prints the
/// seconds they took and a loss; 0 ends with the peak of memory, the bytes a step allocates, its multiply-adds and the bytes it moves.
/// </summary>
internal static class StepWorker
{
    public static void Run(Workload workload, int threads)
    {
        (Compiled step, Func<double> output) = workload.Compile(Backend.Cpu(threads));
        while (int.Parse(Console.ReadLine() ?? "0", CultureInfo.InvariantCulture) is > 0 and int steps)
            Answer(Seconds(step, steps), output());
        // The peak before anything else is done that the peer does not do.
        double peak = Process.GetCurrentProcess().PeakWorkingSet64, allocated = Allocated(step);
        Cost cost = step.Profile(1).Cost;
        Answer(peak, allocated, cost.MultiplyAdds, cost.Bytes);
    }

    private static void Answer(params double[] numbers) =>
        Console.WriteLine(string.Join(' ', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))));

    private static double Seconds(Compiled step, int times)
    {
        long start = Stopwatch.GetTimestamp();
        for (int time = 0; time < times; time++)
            step.Run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // The least of several steps: what the run-time allocates in between, on its own account, is not the step's.
    private static double Allocated(Compiled step) => Enumerable.Range(0, 5).Min(_ =>
    {
        long before = GC.GetTotalAllocatedBytes(true);
        Seconds(step, 1);
        return GC.GetTotalAllocatedBytes(true) - before;
    });
}
