using Likeness.Models;
using Likeness.Optim;

namespace Likeness.Training;

/// <summary>How a model is trained, apart from what its own stages say.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training images, all stages together.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Steps, all stages together; 0 for as many as the epochs take.</summary>
    public long Steps { get; init; }

    /// <summary>When epochs decide: a small set is passed over more often, until this many steps are done.</summary>
    public long LeastSteps { get; init; }

    /// <summary>Images in one step. The incomplete batch at the end of an epoch is left out (other images each epoch).</summary>
    public int Batch { get; init; } = 128;

    /// <summary>Which optimizer moves each phase's parameters.</summary>
    public OptimizerOptions Optimizer { get; init; } = new();

    /// <summary>The learning rate over each stage.</summary>
    public Schedule Schedule { get; init; } = new();

    /// <summary>What phases that ask for it by name use in place of <see cref="Optimizer"/> and <see cref="Schedule"/>.</summary>
    public IReadOnlyDictionary<string, (OptimizerOptions Optimizer, Schedule Schedule)> Others { get; init; } =
        new Dictionary<string, (OptimizerOptions, Schedule)>();

    /// <summary>How many images the stages that learn from labels see; 0 for all.</summary>
    public int Labels { get; init; }

    /// <summary>The largest Euclidean length of a phase's gradient; 0 for no limit.</summary>
    public double Clip { get; init; }

    /// <summary>Decay of the moving average of the parameters that sampling and evaluation use; 0 for none.</summary>
    public double Ema { get; init; }

    /// <summary>Decides data order and all random draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How training images are varied.</summary>
    public Augmentation Augment { get; init; } = Augmentation.None;

    /// <summary>Draw each pixel from Bernoulli(x) at every use (binary sets of the dynamic kind).</summary>
    public bool Binarize { get; init; }

    /// <summary>Steps between two lines of the metrics file; divergence is looked for there.</summary>
    public int LogEvery { get; init; } = 50;

    /// <summary>Steps between two checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 500;

    /// <summary>How often a diverged training goes back to its last checkpoint before it gives up.</summary>
    public int Recoveries { get; init; } = 3;

    /// <summary>A loss this many times larger than usual (and than 1) counts as divergence.</summary>
    public double DivergenceFactor { get; init; } = 1000;

    /// <summary>The optimizer and the learning rate of a phase.</summary>
    /// <exception cref="ArgumentException">The phase names an optimizer that the options lack.</exception>
    internal (OptimizerOptions Optimizer, Schedule Schedule) Of(Phase phase) => phase.Optimizer is not { } name ? (Optimizer, Schedule)
        : Others.TryGetValue(name, out (OptimizerOptions, Schedule) own) ? own
        : throw new ArgumentException($"phase {phase.Name} is moved by optimizer '{name}', which the recipe does not have: add a section of that name");
}
