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
    private TimeSpan told;

    /// <summary>Begins to look on.</summary>
    /// <param name="progress">Told a few times a second how far the evaluation is.</param>
    /// <param name="stop">Ends the evaluation between two pieces of its work, by an <see cref="OperationCanceledException"/>.</param>
    /// <param name="clock">Decides how large the pieces are; by default the system's.</param>
    public Watch(Action<EvaluationProgress>? progress = null, CancellationToken stop = default, TimeProvider? clock = null)
    {
        (this.progress, this.stop, this.clock) = (progress, stop, clock ?? TimeProvider.System);
        began = this.clock.GetTimestamp();
    }

    private TimeSpan Elapsed => clock.GetElapsedTime(began);

    /// <summary>Looks on while a part of the evaluation is done, so many turns in all.</summary>
    internal Part Over(string what, long turns) => new(this, what, turns);

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
        public void Do(int turns, Action<int> work)
        {
            for (int left = turns, now; left > 0; left -= now)
            {
                watch.stop.ThrowIfCancellationRequested();
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
