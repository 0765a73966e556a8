using Likeness.Data;
using Likeness.Models;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Training;

/// <summary>What became of a training.</summary>
/// <param name="Finished">False when it was stopped; it can go on from its checkpoint.</param>
/// <param name="Step">Steps done.</param>
/// <param name="TotalSteps">Steps there are.</param>
/// <param name="Metrics">Of the last whole epoch: <c>train/loss</c> and the like.</param>
/// <param name="Rollbacks">Returns to an earlier checkpoint after divergence.</param>
public sealed record TrainingResult(
    bool Finished, long Step, long TotalSteps, IReadOnlyList<KeyValuePair<string, double>> Metrics, IReadOnlyList<Rollback> Rollbacks)
{
    /// <summary>How long the steps took that this call did.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>Steps that this call did; fewer than there are where a training went on from a checkpoint.</summary>
    public long TimedSteps { get; init; }
}

/// <summary>What training amounts to on any machine with as many threads and as wide vectors.</summary>
/// <param name="Bytes">Arena and scratch of the largest compiled step, and all variables: parameters, moments, state, images.</param>
/// <param name="MultiplyAdds">Of products, in a mean step, for each image of the batch.</param>
public sealed record TrainingFootprint(long Bytes, double MultiplyAdds);

/// <summary>
/// Trains a model on images: stage by stage, each compiled once. The same options, data and seed give the same bits on any
/// number of threads, and also when training was stopped and resumed in between.
/// </summary>
public sealed class Trainer
{
    // Measuring the speed is lost to training: a tenth of the budget for each stage, ten seconds for all, but two for each, because in its
    // first seconds the run-time still compiles beside the steps.
    private const double MostMeasuring = 10, LeastMeasuring = 2;

    private readonly IModel model;
    private readonly TrainingOptions options;
    private readonly Backend backend;
    private readonly ImageSet? validation;
    private readonly ParameterBlocks blocks;
    private readonly ResidentImages images, labelled;
    private readonly Dictionary<int, StageRun> runs = [];

    /// <summary>Prepares a training; packs the model's parameters, so make it before anything else compiles the model.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="images">What it is trained on.</param>
    /// <param name="options">How.</param>
    /// <param name="backend">Where; by default on all cores.</param>
    /// <param name="validation">Images for a loss after each epoch, or null.</param>
    /// <exception cref="ArgumentException">
    /// Images and model do not fit, or a batch or the number of labels is larger than the set.
    /// </exception>
    public Trainer(IModel model, ImageSet images, TrainingOptions options, Backend? backend = null, ImageSet? validation = null)
    {
        var shape = new ImageShape(images.Height, images.Width, images.Channels);
        if (shape != model.Images)
            throw new ArgumentException($"{images.Name} has images of {shape}, the model takes {model.Images}");
        if (options.Batch > images.Count)
            throw new ArgumentException(
                $"a batch of {options.Batch} is more than the {images.Count} images of {images.Name}; set training.batch to {images.Count} or less");
        (this.model, this.options, this.backend, this.validation) = (model, options, backend ?? Backend.Default, validation);
        ImageSet labelled = options.Labels > 0 && model.Stages.Any(stage => stage.NeedsLabels) ? LabelledSubset.Of(images, options.Labels, options.Seed) : images;
        (blocks, this.images) = (new ParameterBlocks(model, options.Ema), new ResidentImages(images));
        this.labelled = labelled == images ? this.images : new ResidentImages(labelled);
        Plan = new StagePlan(model.Stages, [.. model.Stages.Select(stage => ImagesOf(stage).Count / BatchOf(stage))], StepsOf(options, images.Count));
    }

    /// <summary>Told how training goes; called between steps.</summary>
    public Action<TrainingEvent>? Progress { get; init; }

    /// <summary>For rates and remaining times only.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Keeps metrics and checkpoints; in memory unless given a folder.</summary>
    public TrainingJournal Journal { get; init; } = new();

    /// <summary>Steps of all stages.</summary>
    public long TotalSteps => Plan.Total;

    internal StagePlan Plan { get; private set; }

    /// <summary>Chooses the number of steps so that training takes about this long here, and returns it. Moves nothing.</summary>
    public long FitTo(TimeSpan budget)
    {
        long began = Clock.GetTimestamp();
        double each = Math.Min(budget.TotalSeconds / 10, Math.Max(MostMeasuring / model.Stages.Count, LeastMeasuring));
        (double Step, double EpochEnd)[] speeds =
            [.. Enumerable.Range(0, model.Stages.Count).Select(stage => StageAt(stage).Seconds(Clock, TimeSpan.FromSeconds(each)))];
        double left = (budget - Clock.GetElapsedTime(began)).TotalSeconds;
        Plan = Longest(Math.Max(left, budget.TotalSeconds / 4), speeds);
        return Plan.Total;
    }

    // The most steps that take no longer, each stage's last epoch ended as well; a step for each stage at least.
    private StagePlan Longest(double seconds, (double Step, double EpochEnd)[] speeds)
    {
        double Takes(StagePlan plan) =>
            speeds.Select((speed, stage) => plan.Steps(stage) * speed.Step + plan.Epochs(stage) * speed.EpochEnd).Sum();
        long fits = model.Stages.Count, tooMany = fits + 1;
        while (Takes(Plan.With(tooMany)) <= seconds)
            (fits, tooMany) = (tooMany, 2 * tooMany);
        while (tooMany - fits > 1)
        {
            long middle = (fits + tooMany) / 2;
            (fits, tooMany) = Takes(Plan.With(middle)) <= seconds ? (middle, tooMany) : (fits, middle);
        }
        return Plan.With(fits);
    }

    /// <summary>Times the compiled steps of each stage, step of plan by step of plan. Moves nothing.</summary>
    /// <param name="limit">About how long to measure a stage; a slow step is run a few times all the same.</param>
    public IReadOnlyList<PhaseProfile> Profile(TimeSpan limit) =>
        [.. Enumerable.Range(0, model.Stages.Count).SelectMany(stage => StageAt(stage).Profile(Clock, limit, Plan.Steps(stage)))];

    /// <summary>Trains to the end, from the journal's checkpoint if it has one.</summary>
    /// <param name="stop">Stops between two steps, with a checkpoint.</param>
    /// <exception cref="TrainingDivergedException">It diverged more often than the options allow.</exception>
    /// <exception cref="RunException">The checkpoint is damaged or belongs to another training.</exception>
    public TrainingResult Run(CancellationToken stop = default)
    {
        Checkpoint? checkpoint = Journal.Open();
        try
        {
            var meter = new ProgressMeter(Clock);
            var (time, timed) = (TimeSpan.Zero, 0L);
            TrainingState state = checkpoint?.State ?? new TrainingState();
            for (int stage = state.Stage; stage < model.Stages.Count && !stop.IsCancellationRequested; stage++)
            {
                StageRun run = StageAt(stage);
                run.Begin(Plan, Journal, checkpoint, state);
                (long began, long first) = (Clock.GetTimestamp(), run.State.Step);
                run.Train(meter, Progress, stop);
                (state, checkpoint) = (run.State, null);
                (time, timed) = (time + Clock.GetElapsedTime(began), timed + state.Step - first);
            }
            return new TrainingResult(state.Finished, Plan.Start(state.Stage) + state.Step, Plan.Total, state.Metrics, state.Rollbacks)
            {
                Time = time,
                TimedSteps = timed,
            };
        }
        finally
        {
            Journal.Close();
        }
    }

    /// <summary>Memory and work of training, counted from the compiled steps of all stages.</summary>
    /// <exception cref="NotSupportedException">The backend has no plans to count.</exception>
    public TrainingFootprint Footprint()
    {
        var stages = Enumerable.Range(0, model.Stages.Count).Select(stage => (Stage: stage, Steps: StageAt(stage).Footprints)).ToArray();
        double multiplyAdds = stages.Sum(stage =>
            stage.Steps.Sum(step => (double)step.Footprint.Cost.MultiplyAdds / step.Every) / BatchOf(model.Stages[stage.Stage]) * Plan.Steps(stage.Stage));
        return new TrainingFootprint(
            StepFootprint.BytesOf([.. stages.SelectMany(stage => stage.Steps).Select(step => step.Footprint)]), multiplyAdds / Plan.Total);
    }

    /// <summary>Exchanges the parameters and their averages, if the options ask for one: once after training, to look at the average.</summary>
    public void SwapAverages() => blocks.SwapAverages();

    /// <summary>Steps that options mean on so many images.</summary>
    internal static long StepsOf(TrainingOptions options, int images) =>
        options.Steps > 0 ? options.Steps : Math.Max(options.LeastSteps, (long)options.Epochs * (images / options.Batch));

    private ResidentImages ImagesOf(Stage stage) => stage.NeedsLabels ? labelled : images;

    private int BatchOf(Stage stage) => Math.Min(options.Batch, ImagesOf(stage).Count);

    private StageRun StageAt(int index)
    {
        Stage stage = model.Stages[index];
        if (runs.TryGetValue(index, out StageRun? known))
            return known;
        Progress?.Invoke(new PhaseStarted(model.Stages.Count == 1 ? "compiling" : $"compiling {stage.Name}"));
        return runs[index] = new StageRun(index, model, blocks, ImagesOf(stage), validation, options with { Batch = BatchOf(stage) }, backend);
    }
}
