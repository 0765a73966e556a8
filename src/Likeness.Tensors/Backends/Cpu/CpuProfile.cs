using System.Diagnostics;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>Times the work of a plan, step by step.</summary>
internal static class CpuProfile
{
    /// <summary>Seconds a run for each step; a loop counts for its body's steps, times its turns.</summary>
    public static IReadOnlyList<(PlanStep Step, double Seconds)> Run(Plan plan, CpuWork[] work, int runs)
    {
        var seconds = new Dictionary<PlanStep, double>();
        for (int run = 0; run < runs; run++)
            Time(plan, work, seconds, 1.0 / runs);
        return [.. seconds.Select(entry => (entry.Key, entry.Value))];
    }

    private static void Time(Plan plan, CpuWork[] work, Dictionary<PlanStep, double> seconds, double weight)
    {
        for (int i = 0; i < work.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work[i].Run();
            double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds * weight;
            if (plan.Steps[i] is LoopStep loop)
                Time(loop.Body, ((CpuLoop)work[i]).Body, seconds, weight * ((CpuLoop)work[i]).Turns);
            else
                seconds[plan.Steps[i]] = seconds.GetValueOrDefault(plan.Steps[i]) + elapsed;
        }
    }
}
