using System.Diagnostics;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>Times a plan as a whole and step by step, in turn with the machine's peak. The work done is that of an ordinary run.</summary>
internal sealed class CpuProfile
{
    private readonly Timed[] steps;
    private readonly CpuWork[] work;
    private readonly double[] seconds;
    private double peak;
    private long allocated = long.MaxValue;

    private CpuProfile(Plan plan, CpuWork[] work, int runs)
    {
        this.work = work;
        seconds = new double[runs];
        steps = Timed.All(plan, work, runs);
    }

    public static PlanProfile Run(Plan plan, CpuWork[] work, CpuScratch scratch, int runs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        var profile = new CpuProfile(plan, work, runs);
        for (int run = 0; run < runs; run++)
            profile.Time(run);
        return new PlanProfile([.. profile.steps.Select(step => step.Result())])
        {
            Seconds = Median(profile.seconds),
            PeakFlops = profile.peak * scratch.Pool.Threads,
            ArenaBytes = Arena(plan),
            ScratchBytes = scratch.Bytes,
            AllocatedBytes = profile.allocated,
        };
    }

    private void Time(int run)
    {
        peak = Math.Max(peak, FmaPeak.Measure());
        long before = GC.GetTotalAllocatedBytes(true), start = Stopwatch.GetTimestamp();
        foreach (CpuWork item in work)
            item.Run();
        seconds[run] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        allocated = Math.Min(allocated, GC.GetTotalAllocatedBytes(true) - before);
        foreach (Timed step in steps)
            step.Run();
        foreach (Timed step in steps)
            step.Keep(run);
    }

    /// <summary>Bytes of the arena, with those of loops' bodies.</summary>
    public static long Arena(Plan plan) => plan.ArenaBytes + plan.Steps.OfType<LoopStep>().Sum(loop => Arena(loop.Body));

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    /// <summary>A step with a clock before and after it.</summary>
    private sealed class Timed(PlanStep step, CpuWork work, int runs)
    {
        private readonly double[] seconds = new double[runs];
        private readonly Timed[] body = step is LoopStep loop ? All(loop.Body, ((CpuLoop)work).Body, runs) : [];
        private long ticks, count, turns;

        public static Timed[] All(Plan plan, CpuWork[] work, int runs) => [.. plan.Steps.Select((step, i) => new Timed(step, work[i], runs))];

        public void Run()
        {
            long start = Stopwatch.GetTimestamp();
            if (work is CpuLoop loop)
                Repeat(loop);
            else
                work.Run();
            ticks += Stopwatch.GetTimestamp() - start;
            count++;
        }

        /// <summary>Ends a run of the plan, in which a step in a loop was run several times.</summary>
        public void Keep(int run)
        {
            seconds[run] = ticks / (double)Stopwatch.Frequency;
            foreach (Timed inner in body)
                inner.Keep(run);
            if (run < seconds.Length - 1)
                (ticks, count, turns) = (0, 0, 0);
        }

        public ProfiledStep Result()
        {
            ProfiledStep[] inner = [.. body.Select(item => item.Result())];
            Cost cost = inner.Aggregate(PlanCost.Of(step) * count, (sum, item) => sum + item.Cost);
            return new ProfiledStep(StepTitle.Of(step), step.ToString()!, Median(seconds), cost, turns, inner);
        }

        private void Repeat(CpuLoop loop)
        {
            int total = loop.Start();
            for (int turn = 0; turn < total; turn++)
            {
                loop.Enter(turn);
                foreach (Timed item in body)
                    item.Run();
            }
            turns += total;
        }
    }
}
