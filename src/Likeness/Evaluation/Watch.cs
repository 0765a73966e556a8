namespace Likeness.Evaluation;

/// <summary>How far a part of an evaluation is.</summary>
/// <param name="What">What is being computed, in a few words.</param>
/// <param name="Part">From 0 to 1.</param>
/// <param name="Elapsed">Since the evaluation began.</param>
/// <param name="Remaining">Of this part, estimated from its mean rate.</param>
public sealed record EvaluationProgress(string What, double Part, TimeSpan Elapsed, TimeSpan Remaining);

/// <summary>Looks on while an evaluation runs, and may end it. No result depends on it.</summary>
public sealed class Watch
{
    // Long enough to cost nothing, short enough for a bar that moves and a stop that seems to come at once.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.2);

    private readonly TimeProvider clock;
    private readonly long began;
    private readonly CancellationToken stop;
    private readonly Action<EvaluationProgress>? progress;
    private readonly TimeSpan? limit;
    private TimeSpan? end;
    private TimeSpan told;

    /// <summary>Begins to look on.</summary>
    /// <param name="progress">Told a few times a second how far the evaluation is.</param>
    /// <param name="stop">Ends the evaluation between two pieces of its work, by an <see cref="OperationCanceledException"/>.</param>
    /// <param name="clock">Decides how large the pieces are; by default the system's.</param>
    /// <param name="limit">How long the evaluation may take: parts that would end later are left out. By default as long as it does.</param>
    public Watch(
        Action<EvaluationProgress>? progress = null, CancellationToken stop = default, TimeProvider? clock = null, TimeSpan? limit = null)
    {
        (this.progress, this.stop, this.clock, this.limit, end) = (progress, stop, clock ?? TimeProvider.System, limit, limit);
        began = this.clock.GetTimestamp();
    }

    /// <summary>Time since it began to look on.</summary>
    internal TimeSpan Elapsed => clock.GetElapsedTime(began);

    /// <summary>Looks on while a part of the evaluation is done, so many turns in all.</summary>
    internal Part Over(string what, long turns) => new(this, what, turns);

    /// <summary>Looks on at what cannot be cut into pieces: it can be stopped before, and is told of as a whole.</summary>
    internal T Once<T>(string what, Func<T> work)
    {
        T result = default!;
        Over(what, 1).Do(1, _ => result = work());
        return result;
    }

    /// <summary>Does work that is not the model's, and whose time does not count against the limit.</summary>
    internal T Aside<T>(Func<T> work)
    {
        (TimeSpan? was, TimeSpan start) = (end, Elapsed);
        end = null;
        T result = work();
        end = was + (Elapsed - start);
        return result;
    }

    // A rate is known from a tenth of the time that is left on: before, code is still being compiled.
    private bool IsTooLate(long done, long total, TimeSpan since)
    {
        if (end is not { } latest)
            return false;
        TimeSpan now = Elapsed, spent = now - since;
        return now >= latest || (done > 0 && spent >= (latest - since) / 10 && now + (spent / done * (total - done)) > latest);
    }

    private void Tell(string what, long done, long total, TimeSpan since)
    {
        TimeSpan now = Elapsed;
        if (progress is null || now - told < Interval)
            return;
        told = now;
        progress(new EvaluationProgress(what, (double)done / total, now, (now - since) / done * (total - done)));
    }

    /// <summary>Work that is counted in turns, done in pieces that take about an interval each.</summary>
    internal sealed class Part(Watch watch, string what, long total)
    {
        private readonly TimeSpan began = watch.Elapsed;
        private long done;
        private int piece = 1;

        /// <summary>Does the next turns of the part: the action is called with how many to do, until all of these are done.</summary>
        /// <exception cref="OperationCanceledException">The watch ends the evaluation.</exception>
        /// <exception cref="NotMeasuredException">The part would end after the time there is.</exception>
        public void Do(int turns, Action<int> work)
        {
            for (int left = turns, now; left > 0; left -= now)
            {
                watch.stop.ThrowIfCancellationRequested();
                if (watch.IsTooLate(done, total, began))
                    throw new NotMeasuredException(FormattableString.Invariant($"the evaluation may take {watch.limit!.Value.TotalSeconds:0.##} s"));
                now = Math.Min(piece, left);
                TimeSpan start = watch.Elapsed;
                work(now);
                Adapt(now, watch.Elapsed - start);
                watch.Tell(what, done += now, total, began);
            }
        }

        private void Adapt(int turns, TimeSpan took)
        {
            if (took > Interval)
                piece = Math.Max(1, (int)(turns * (Interval / took)));
            else if (took < Interval / 2 && turns == piece && piece < int.MaxValue / 2)
                piece *= 2;
        }
    }
}
