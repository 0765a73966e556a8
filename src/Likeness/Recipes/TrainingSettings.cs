using Likeness.Optim;
using Likeness.Training;

namespace Likeness.Recipes;

/// <summary>Reads how to train from a recipe: its sections <c>optimizer</c> and <c>training</c>, and <c>data.augment</c>.</summary>
public static class TrainingSettings
{
    /// <summary>The options; every value is checked.</summary>
    /// <exception cref="RecipeException">A value is of the wrong kind or out of range.</exception>
    public static TrainingOptions Read(SettingsReader settings) => new()
    {
        Epochs = settings.Int("training.epochs", 1, 1_000_000),
        Steps = settings.Long("training.steps", 0),
        LeastSteps = settings.Long("training.least_steps", 0),
        Batch = settings.Int("training.batch", 1, 1_000_000),
        Optimizer = ReadOptimizer(settings),
        Schedule = ReadSchedule(settings),
        Clip = settings.Real("training.clip", 0),
        Ema = settings.Real("training.ema", 0, 0.999999),
        Seed = (ulong)settings.Long("training.seed", 0),
        Augment = Enum.Parse<Augmentation>(settings.Choice("data.augment", "none", "shift", "flip"), ignoreCase: true),
        LogEvery = settings.Int("training.log_every", 1),
        CheckpointEvery = settings.Int("training.checkpoint_every", 1),
        Recoveries = settings.Int("training.recoveries", 0, 100),
        DivergenceFactor = settings.Real("training.divergence_factor", 1),
    };

    private static OptimizerOptions ReadOptimizer(SettingsReader settings) => new(
        settings.Choice("optimizer.name", OptimizerOptions.Names),
        Momentum: settings.Real("optimizer.momentum", 0, 0.999999),
        Beta1: settings.Real("optimizer.beta1", 0, 0.999999),
        Beta2: settings.Real("optimizer.beta2", 0, 0.999999),
        WeightDecay: settings.Real("optimizer.weight_decay", 0));

    private static Schedule ReadSchedule(SettingsReader settings) => new(
        settings.Choice("optimizer.schedule", Schedule.Names),
        settings.Real("optimizer.learning_rate", 0),
        settings.Int("optimizer.warmup", 0));
}
