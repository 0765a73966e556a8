using Likeness.Optim;
using Likeness.Training;

namespace Likeness.Recipes;

/// <summary>Reads how to train from a recipe: its sections <c>optimizer</c> and <c>training</c>, and <c>data.augment</c>.</summary>
public static class TrainingSettings
{
    private const string Main = "optimizer";

    /// <summary>The options; every value is checked.</summary>
    /// <exception cref="RecipeException">A value is of the wrong kind or out of range.</exception>
    public static TrainingOptions Read(SettingsReader settings) => new()
    {
        Epochs = settings.Int("training.epochs", 1, 1_000_000),
        Steps = settings.Long("training.steps", 0),
        LeastSteps = settings.Long("training.least_steps", 0),
        Batch = settings.Int("training.batch", 1, 1_000_000),
        Optimizer = ReadOptimizer(settings, Main),
        Schedule = ReadSchedule(settings, Main),
        Others = settings.SectionsWith("learning_rate").Where(section => section != Main)
            .ToDictionary(section => section, section => (ReadOptimizer(settings, section), ReadSchedule(settings, section))),
        Labels = settings.Has("training.labels") ? settings.Int("training.labels", 0) : 0,
        Clip = settings.Real("training.clip", 0),
        Ema = settings.Real("training.ema", 0, 0.999999),
        Seed = (ulong)settings.Long("training.seed", 0),
        Augment = Enum.Parse<Augmentation>(settings.Choice("data.augment", "none", "shift", "flip"), ignoreCase: true),
        LogEvery = settings.Int("training.log_every", 1),
        CheckpointEvery = settings.Int("training.checkpoint_every", 1),
        Recoveries = settings.Int("training.recoveries", 0, 100),
        DivergenceFactor = settings.Real("training.divergence_factor", 1),
    };

    private static OptimizerOptions ReadOptimizer(SettingsReader settings, string section) => new(
        settings.Choice($"{section}.name", OptimizerOptions.Names),
        Momentum: settings.Real($"{section}.momentum", 0, 0.999999),
        Beta1: settings.Real($"{section}.beta1", 0, 0.999999),
        Beta2: settings.Real($"{section}.beta2", 0, 0.999999),
        WeightDecay: settings.Real($"{section}.weight_decay", 0));

    private static Schedule ReadSchedule(SettingsReader settings, string section) => new(
        settings.Choice($"{section}.schedule", Schedule.Names),
        settings.Real($"{section}.learning_rate", 0),
        settings.Int($"{section}.warmup", 0));
}
