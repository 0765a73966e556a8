using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Likeness.Tensors.Runtime;

/// <summary>Work cut into numbered tasks. What a task computes may depend on its number, never on the worker that runs it.</summary>
internal abstract class ParallelWork
{
    /// <summary>Runs one task; <paramref name="worker"/> (below the pool's thread count) only says whose scratch memory to use.</summary>
    internal abstract void Run(int task, int worker);
}

/// <summary>
/// The engine's own threads. A run hands out tasks one by one to the caller (worker 0) and to the pool's background threads;
/// it allocates nothing. Between runs the threads spin for some tens of microseconds, then sleep.
/// </summary>
internal sealed class WorkerPool
{
    // The threads hold the crew, not the pool, so an unreachable pool is finalized and its threads end.
    private readonly WorkerCrew? crew;

    /// <param name="threads">Threads that work on a run, the caller included: at least 1.</param>
    internal WorkerPool(int threads)
    {
        if (threads < 1)
            throw new ArgumentOutOfRangeException(nameof(threads), threads, "WorkerPool: the thread count must be at least 1.");
        Threads = threads;
        if (threads > 1)
            crew = new WorkerCrew(threads);
    }

    ~WorkerPool() => crew?.Stop();

    /// <summary>Threads that work on a run, the caller included.</summary>
    internal int Threads { get; }

    /// <summary>Added to a task, the one that this worker most likely does after it: every second worker goes from the last to the first.</summary>
    internal static int Direction(int worker) => (worker & 1) == 0 ? 1 : -1;

    /// <summary>Runs tasks 0..tasks-1 and returns when all are done. The first exception of any task is thrown here.</summary>
    internal void Run(ParallelWork work, int tasks)
    {
        if (crew == null || tasks <= 1)
        {
            for (var task = 0; task < tasks; task++)
                work.Run(task, 0);
            return;
        }
        crew.Run(work, tasks);
        GC.KeepAlive(this);
    }
}

/// <summary>The state that a pool's threads share.</summary>
internal sealed class WorkerCrew
{
    // About 50 us of polling before a thread sleeps: longer than the gaps inside a training step, too short to be seen as load.
    private const int SpinRounds = 1500;
    private const int PausesPerRound = 4;

    [ThreadStatic]
    private static bool insideRun;

    private readonly object runGate = new();
    private readonly object sleepGate = new();
    private Counters counters;
    private ParallelWork? work;
    private ExceptionDispatchInfo? failure;
    private int sleepers;
    private volatile bool stopped;

    internal WorkerCrew(int threads)
    {
        for (var worker = 1; worker < threads; worker++)
        {
            var number = worker;
            new Thread(() => Serve(number)) { IsBackground = true, Name = $"likeness worker {number}" }.Start();
        }
    }

    internal void Stop()
    {
        stopped = true;
        lock (sleepGate)
            Monitor.PulseAll(sleepGate);
    }

    internal void Run(ParallelWork newWork, int count)
    {
        if (insideRun)
            throw new InvalidOperationException("WorkerPool: a task started a run on a pool; runs do not nest: start it after this one.");
        lock (runGate)
        {
            Publish(newWork, count);
            DoTasks(0);
            AwaitOthers();
            work = null;
            var thrown = failure;
            failure = null;
            thrown?.Throw();
        }
    }

    private void Publish(ParallelWork newWork, int count)
    {
        work = newWork;
        Volatile.Write(ref counters.Pending, count);
        Interlocked.Exchange(ref counters.Open, (uint)count);
        if (Volatile.Read(ref sleepers) == 0)
            return;
        lock (sleepGate)
            Monitor.PulseAll(sleepGate);
    }

    // Open packs (first task not yet claimed, how many there are). Whatever run the exchange succeeds in, the claim is that run's, and that
    // run cannot end before the claimed task does: so `work` is stable after it, even for a thread that arrives late.
    // Every second worker claims from the end: two threads then meet the same half of the rows in one step after the other, each half in
    // the cache of the core that wrote it.
    private void DoTasks(int worker)
    {
        insideRun = true;
        var done = 0;
        while (true)
        {
            var open = Volatile.Read(ref counters.Open);
            var left = (int)(uint)open;
            if (left == 0)
                break;
            var first = (int)(open >> 32);
            var fromEnd = WorkerPool.Direction(worker) < 0;
            if (Interlocked.CompareExchange(ref counters.Open, open - 1 + (fromEnd ? 0 : 1L << 32), open) != open)
                continue;
            DoTask(fromEnd ? first + left - 1 : first, worker);
            done++;
            if (left == 1)
                break;
        }
        insideRun = false;
        if (done > 0)
            Interlocked.Add(ref counters.Pending, -done);
    }

    private void DoTask(int task, int worker)
    {
        if (failure != null)
            return;
        try
        {
            work!.Run(task, worker);
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
        }
    }

    private void AwaitOthers()
    {
        var rounds = 0;
        while (Volatile.Read(ref counters.Pending) != 0)
        {
            Thread.SpinWait(PausesPerRound);
            // More threads than cores: let the one that holds the last task run.
            if (++rounds > SpinRounds)
                Thread.Yield();
        }
    }

    private bool HasWork => (uint)Volatile.Read(ref counters.Open) != 0;

    private void Serve(int worker)
    {
        while (!stopped)
        {
            if (SpinForWork())
                DoTasks(worker);
            else
                Sleep();
        }
    }

    private bool SpinForWork()
    {
        for (var round = 0; round < SpinRounds; round++)
        {
            if (HasWork)
                return true;
            if (stopped)
                return false;
            Thread.SpinWait(PausesPerRound);
        }
        return false;
    }

    private void Sleep()
    {
        lock (sleepGate)
        {
            // Announce first, look second; Publish does the reverse. One of the two sees the other, so no wake-up is lost.
            Interlocked.Increment(ref sleepers);
            if (!HasWork && !stopped)
                Monitor.Wait(sleepGate);
            Interlocked.Decrement(ref sleepers);
        }
    }

    // Each counter on cache lines of its own: claims and completions come from all cores at once.
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Counters
    {
        [FieldOffset(128)] internal long Open;
        [FieldOffset(256)] internal int Pending;
    }
}
