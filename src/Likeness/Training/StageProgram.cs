using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Training;

/// <summary>
/// A stage, compiled: usually one step, or several where phases have different rhythms or move the same parameters. Batches
/// are gathered from the resident images by the step counter, so a step needs nothing from the host.
/// </summary>
internal sealed class StageProgram
{
    private readonly IReadOnlyList<PhaseGroup> groups;
    private readonly TrainingOptions options;
    private readonly ResidentImages images;

    public StageProgram(Stage stage, ParameterBlocks blocks, ResidentImages images, TrainingOptions options, Backend backend)
    {
        (this.images, this.options) = (images, options);
        Clock = new StageClock();
        DataStream = new RandomStream(options.Seed, $"{stage.Name}/data");
        groups = PhaseGroup.Split(stage, blocks, options);
        Compile(stage, backend);
    }

    public StageClock Clock { get; }

    /// <summary>Draws the augmentation and the binary pixels of the batches.</summary>
    public RandomStream DataStream { get; }

    /// <summary>The phases in order.</summary>
    public IEnumerable<PhaseTrace> Phases => groups.SelectMany(group => group.Phases);

    /// <summary>The compiled steps in order.</summary>
    public IEnumerable<Compiled> Steps => groups.Select(group => group.Step);

    /// <summary>The learning rate of the last step.</summary>
    public double LearningRate => groups.First(group => group.Every == 1).LearningRate;

    /// <summary>The random streams of the stage.</summary>
    public IEnumerable<RandomStream> Streams => [DataStream, .. Phases.Select(phase => phase.Stream)];

    /// <summary>Runs step number <paramref name="step"/>, counted from 0: the phases whose turn it is.</summary>
    public void Run(long step)
    {
        foreach (PhaseGroup group in groups)
            if ((step + 1) % group.Every == 0)
                group.Run();
    }

    /// <summary>Where the time of each compiled step goes; runs them all, whatever their rhythm.</summary>
    public IReadOnlyList<PhaseProfile> Profile(string stage, int runs) => [.. groups.Select(group => group.Profile(stage, runs))];

    /// <summary>What the compiled steps amount to, each with its rhythm.</summary>
    public IReadOnlyList<(int Every, StepFootprint Footprint)> Footprints => [.. groups.Select(group => (group.Every, group.Step.Footprint))];

    private void Compile(Stage stage, Backend backend)
    {
        int advancing = groups.ToList().FindIndex(group => group.Every == 1);
        if (advancing < 0)
            throw new ArgumentException($"stage {stage.Name}: no phase runs in every step; give one of them Every = 1");
        for (int i = 0; i < groups.Count; i++)
            groups[i].Compile(TakeBatch, Clock, i == advancing, i > advancing ? 1 : 0, backend);
    }

    private Batch TakeBatch(StepBuilder builder, Tensor step)
    {
        Tensor number = step % Tensor.Scalar(images.Count / options.Batch);
        Batch batch = images.Batch(number, options.Batch);
        if (options.Augment == Augmentation.None && !options.Binarize)
            return batch;
        RandomSource random = builder.Random(DataStream);
        Tensor varied = options.Augment.Apply(batch.Images, random);
        return batch with { Images = options.Binarize ? random.Bernoulli(varied) : varied };
    }
}
