using System.Runtime.CompilerServices;
using Likeness.Tensors.Runtime;
using Xunit;

namespace Likeness.Tests.Backends.Cpu;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void EveryTaskRunsExactlyOnceInEveryRun(int threads)
    {
        var pool = new WorkerPool(threads);
        foreach (var tasks in new[] { 0, 1, 2, 3, 64, 300 })
        {
            for (var repeat = 0; repeat < 100; repeat++)
            {
                var work = new CountingWork(tasks, threads);
                pool.Run(work, tasks);
                Assert.All(work.Runs, runs => Assert.Equal(1, runs));
                Assert.False(work.WorkerOutOfRange);
            }
        }
    }

    [Fact]
    public void ExceptionOfATaskReachesTheCallerAndThePoolStaysUsable()
    {
        var pool = new WorkerPool(3);
        for (var repeat = 0; repeat < 50; repeat++)
        {
            var error = Assert.Throws<InvalidDataException>(() => pool.Run(new FailingWork(repeat % 20), 20));
            Assert.Equal("broken", error.Message);
            var work = new CountingWork(20, 3);
            pool.Run(work, 20);
            Assert.All(work.Runs, runs => Assert.Equal(1, runs));
        }
    }

    [Fact]
    public void ARunInsideATaskIsRefused()
    {
        var pool = new WorkerPool(2);
        var error = Assert.Throws<InvalidOperationException>(() => pool.Run(new NestingWork(pool), 4));
        Assert.Contains("do not nest", error.Message);
    }

    [Fact]
    public void RunsAllocateNothing()
    {
        var pool = new WorkerPool(2);
        var work = new CountingWork(16, 2);
        pool.Run(work, 16);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var repeat = 0; repeat < 100; repeat++)
            pool.Run(work, 16);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void SleepingWorkersWakeForTheNextRun()
    {
        var pool = new WorkerPool(2);
        for (var repeat = 0; repeat < 5; repeat++)
        {
            Thread.Sleep(20);
            var work = new MeetingWork();
            pool.Run(work, 2);
            Assert.True(work.Met, "both tasks must have run at the same time");
        }
    }

    [Fact]
    public void AnUnreachablePoolIsFinalized()
    {
        var pool = Abandoned();
        for (var attempt = 0; attempt < 20 && pool.IsAlive; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(5);
        }
        Assert.False(pool.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Abandoned()
    {
        var pool = new WorkerPool(2);
        pool.Run(new CountingWork(8, 2), 8);
        return new WeakReference(pool, trackResurrection: true);
    }

    private sealed class CountingWork(int tasks, int threads) : ParallelWork
    {
        internal readonly int[] Runs = new int[tasks];
        internal bool WorkerOutOfRange;

        internal override void Run(int task, int worker)
        {
            Interlocked.Increment(ref Runs[task]);
            if (worker < 0 || worker >= threads)
                WorkerOutOfRange = true;
        }
    }

    private sealed class FailingWork(int failing) : ParallelWork
    {
        internal override void Run(int task, int worker)
        {
            if (task == failing)
                throw new InvalidDataException("broken");
        }
    }

    private sealed class NestingWork(WorkerPool pool) : ParallelWork
    {
        internal override void Run(int task, int worker) => pool.Run(new CountingWork(4, 2), 4);
    }

    // Each task waits (bounded) for the other: only true concurrency lets both see each other.
    private sealed class MeetingWork : ParallelWork
    {
        private int arrived;
        internal bool Met = true;

        internal override void Run(int task, int worker)
        {
            Interlocked.Increment(ref arrived);
            if (!SpinWait.SpinUntil(() => Volatile.Read(ref arrived) == 2, 2000))
                Met = false;
        }
    }
}
