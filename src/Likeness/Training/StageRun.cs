using Likeness.Data;
using Likeness.Models;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Training;

/// <summary>Runs the steps of one stage: lines, epochs, checkpoints, and the way back from divergence.</summary>
internal sealed class StageRun
{
    // Far beyond any step number, so that a retry draws numbers that no other step of the training draws.
    private const int RetryStride = 1 << 28;

    private readonly TrainingOptions options;
    private readonly ResidentImages images;
    private readonly ParameterBlocks blocks;
    private readonly StageProgram program;
    private readonly Slots slots;
    private readonly LossSums losses;
    private readonly DivergenceGuard guard;
    private readonly Lazy<ValidationLoss>? validation;
    private readonly Stage stage;
    private readonly int index;
    private StagePlan plan = null!;
    private TrainingJournal journal = null!;
    private List<Rollback> rollbacks = [];
    private List<KeyValuePair<string, double>> metrics = [];
    private Action<TrainingEvent>? progress;
    private long step;

    public StageRun(
        int index, IModel model, ParameterBlocks blocks, ResidentImages images, ImageSet? held, TrainingOptions options, Backend backend)
    {
        (this.index, this.images, this.blocks, this.options, stage) = (index, images, blocks, options, model.Stages[index]);
        program = new StageProgram(stage, blocks, images, options, backend);
        (slots, losses, guard) = (new Slots(model, blocks, program), new LossSums(program), new DivergenceGuard(options.DivergenceFactor));
        validation = held is null ? null : new Lazy<ValidationLoss>(() => new ValidationLoss(stage, held, options, backend));
    }

    /// <summary>Where training stands now.</summary>
    public TrainingState State => new()
    {
        Stage = index,
        Step = step,
        TotalSteps = plan.Total,
        Finished = index == plan.Stages.Count - 1 && step == plan.Steps(index),
        Typical = guard.Typical,
        Epoch = losses.Epoch,
        Metrics = [.. metrics],
        Rollbacks = [.. rollbacks],
    };

    private string? StageName => plan.Stages.Count == 1 ? null : stage.Name;

    private long Epoch => (step + plan.StepsPerEpoch(index) - 1) / plan.StepsPerEpoch(index);

    private long GlobalStep => plan.Start(index) + step;

    /// <summary>Measures a step, and what ends an epoch, and puts everything back.</summary>
    /// <param name="clock">What to measure by.</param>
    /// <param name="limit">About how long to measure steps; the end of an epoch takes a quarter of it more.</param>
    public (double Step, double EpochEnd) Seconds(TimeProvider clock, TimeSpan limit)
    {
        var before = slots.Capture();
        double step = Pace.SecondsEach(clock, limit, i => program.Run(i));
        slots.Restore(before);
        return (step, validation?.Value.Seconds(clock, limit / 4) ?? 0);
    }

    /// <summary>Where the time of the compiled steps goes; puts everything back.</summary>
    public IReadOnlyList<PhaseProfile> Profile(TimeProvider clock, TimeSpan limit, long steps)
    {
        var before = slots.Capture();
        program.Clock.Total = steps;
        (int warm, double seconds) = Pace.Repeat(clock, limit / 2, i => program.Run(i));
        // Each measured run is one step as a whole and one part by part.
        int runs = (int)Math.Clamp(limit.TotalSeconds / 4 * warm / seconds, 3, 1000);
        IReadOnlyList<PhaseProfile> profiles = program.Profile(stage.Name, runs);
        slots.Restore(before);
        return profiles;
    }

    /// <inheritdoc cref="StageProgram.Footprints"/>
    public IReadOnlyList<(int Every, StepFootprint Footprint)> Footprints => program.Footprints;

    /// <summary>Gets ready to train, from the start of the stage or from a checkpoint inside it.</summary>
    public void Begin(StagePlan steps, TrainingJournal keeper, Checkpoint? checkpoint, TrainingState state)
    {
        (plan, journal, program.Clock.Total) = (steps, keeper, steps.Steps(index));
        (rollbacks, metrics) = ([.. state.Rollbacks], [.. state.Metrics]);
        if (checkpoint is null)
            SaveFirst();
        else if (checkpoint.State.TotalSteps != plan.Total)
            throw new RunException($"the checkpoint is of a training of {checkpoint.State.TotalSteps} steps, the recipe asks for {plan.Total}: "
                + "resume with the recipe that the run began with");
        else
            Resume(checkpoint);
    }

    /// <summary>Trains to the end of the stage or until stopped.</summary>
    public void Train(ProgressMeter meter, Action<TrainingEvent>? listener, CancellationToken stop)
    {
        progress = listener;
        DrawOrder();
        while (!AtEnd && !stop.IsCancellationRequested)
        {
            program.Run(step++);
            if (meter.Step())
                Show(meter);
            if (!IsLine || !EndLine())
                continue;
            if (AtEpochEnd)
                EndEpoch();
            if (AtEnd ? State.Finished : step % options.CheckpointEvery == 0)
                Save();
        }
        if (!AtEnd)
            SaveWhenFinite();
    }

    private bool AtEnd => step == plan.Steps(index);

    private bool AtEpochEnd => AtEnd || step % plan.StepsPerEpoch(index) == 0;

    private bool IsLine => AtEpochEnd || step % options.LogEvery == 0 || step % options.CheckpointEvery == 0;

    // False when training diverged and went back.
    private bool EndLine()
    {
        IReadOnlyList<KeyValuePair<string, double>> means = losses.Peek();
        if (guard.Check(means) is { } wrong)
            return GoBack(wrong);
        if (step % options.CheckpointEvery == 0 && !ParametersAreFinite())
            return GoBack("a parameter is not finite");
        journal.Log.Step(StageName, GlobalStep, Epoch, means, program.LearningRate);
        losses.Take();
        return true;
    }

    private void EndEpoch()
    {
        metrics = losses.EndEpoch();
        if (validation is not null)
        {
            blocks.SwapAverages();
            metrics.Add(new("validation/loss", validation.Value.Measure()));
            blocks.SwapAverages();
        }
        journal.Log.Epoch(StageName, GlobalStep, Epoch, metrics);
        progress?.Invoke(new EpochFinished(stage.Name, Epoch, plan.Epochs(index), GlobalStep, metrics));
        if (!AtEnd)
            DrawOrder();
    }

    private bool GoBack(string reason)
    {
        Checkpoint last = journal.Last!;
        var rollback = new Rollback(GlobalStep, plan.Start(index) + last.State.Step, reason);
        rollbacks.Add(rollback);
        if (rollbacks.Count > options.Recoveries)
            throw GivenUp(rollback);
        journal.Log.Rollback(StageName, Epoch, rollback);
        List<Rollback> known = rollbacks;
        Restore(last);
        rollbacks = known;
        Retry(known.Count - last.State.Rollbacks.Count);
        progress?.Invoke(new RolledBack(rollback));
        DrawOrder();
        return false;
    }

    private TrainingDivergedException GivenUp(Rollback last) => new(FormattableString.Invariant(
        $"training diverged at step {last.Step} of {plan.Total} ({last.Reason}) after {options.Recoveries} returns to a checkpoint; ")
        + FormattableString.Invariant($"lower optimizer.learning_rate (now {options.Schedule.Rate}) or set training.clip. ")
        + $"The checkpoint of step {last.ToStep} is kept");

    // Another try from the same place: half the learning rate each time, and other random numbers.
    private void Retry(int attempt)
    {
        program.Clock.RateFactor.Span<float>()[0] *= MathF.Pow(0.5f, attempt);
        foreach (var stream in program.Streams)
            stream.State.Span<int>()[2] += unchecked(attempt * RetryStride);
    }

    private void Resume(Checkpoint checkpoint)
    {
        try
        {
            Restore(checkpoint);
        }
        catch (FormatException error)
        {
            throw new RunException(
                $"the checkpoint does not fit the recipe ({error.Message}): resume with the recipe that the run began with", error);
        }
    }

    private void Restore(Checkpoint checkpoint)
    {
        slots.Restore(checkpoint.Arrays);
        (step, losses.Epoch, guard.Typical) = (checkpoint.State.Step, checkpoint.State.Epoch, checkpoint.State.Typical);
        (rollbacks, metrics) = ([.. checkpoint.State.Rollbacks], [.. checkpoint.State.Metrics]);
    }

    private void SaveFirst()
    {
        stage.Begin?.Invoke();
        Save();
    }

    private void Save()
    {
        journal.Save(State, slots.Capture());
        progress?.Invoke(new CheckpointWritten(GlobalStep));
    }

    // When stopped between two lines nobody has looked at the losses yet.
    private void SaveWhenFinite()
    {
        if (step != journal.Last!.State.Step && losses.Peek().All(mean => double.IsFinite(mean.Value)) && ParametersAreFinite())
            Save();
    }

    private bool ParametersAreFinite()
    {
        foreach (ParameterBlock block in blocks.All)
            foreach (float value in block.Flat.Span<float>())
                if (!float.IsFinite(value))
                    return false;
        return true;
    }

    private void DrawOrder() => DataOrder.Permute(images.Order, options.Seed, index, step / plan.StepsPerEpoch(index));

    private void Show(ProgressMeter meter) => progress?.Invoke(new StepProgress(
        stage.Name, index + 1, plan.Stages.Count, Epoch, plan.Epochs(index), GlobalStep, plan.Total, losses.Peek(), program.LearningRate,
        meter.Rate() * options.Batch, meter.Elapsed, meter.Remaining(plan.Total - GlobalStep)));
}
