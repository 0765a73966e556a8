using Likeness.Data;
using Likeness.Models;
using Likeness.Models.Autoencoders;
using Likeness.Models.Energy;
using Likeness.Optim;
using Likeness.Recipes;
using Likeness.Tensors.Backends;
using Likeness.Tests.Models;
using Likeness.Tests.Testing;
using Likeness.Training;

namespace Likeness.Tests.Training;

/// <summary>Small trainings that exercise everything a checkpoint must keep.</summary>
internal static class TrainingSetup
{
    public static readonly ImageShape Shape = new(6, 5, 1);

    public static readonly TrainingOptions Options = new()
    {
        Epochs = 4,
        Batch = 8,
        LogEvery = 3,
        CheckpointEvery = 4,
        Ema = 0.9,
        Clip = 1,
        Schedule = new Schedule("cosine", 0.01, WarmUp: 3),
        Augment = Augmentation.Shift,
        Binarize = true,
        Others = RecipeCatalog.Names.SelectMany(name => TrainingSettings.Read(RecipeCatalog.Load(name).Settings).Others)
            .DistinctBy(section => section.Key).ToDictionary(),
    };

    /// <summary>Blurred blobs at places that depend on the label.</summary>
    public static ImageSet Images(int count, int classes = 3)
    {
        var pixels = new byte[count * Shape.Size];
        var labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % classes;
            for (int p = 0; p < Shape.Size; p++)
                pixels[(i * Shape.Size) + p] = (byte)(p / 10 == labels[i] ? 200 + (((7 * i) + p) % 56) : ((13 * i) + p) % 40);
        }
        return new ImageSet("blobs", Shape.Height, Shape.Width, 1, pixels, labels, [.. Enumerable.Range(0, classes).Select(c => $"c{c}")]);
    }

    public static Vae Vae() => new(new VaeOptions { Hidden = [12], Latent = 2 }, Shape, 0, 1);

    public static Jem Jem() => (Jem)Model("jem");

    /// <summary>A small model of any recipe.</summary>
    public static IModel Model(string name) => SmallModel.Create(name, Shape, 1);

    /// <summary>Trains a model in a folder to the end, or to the step at which the callback cancels.</summary>
    public static TrainingResult Train(IModel model, string folder, Action<StepProgress>? each = null, CancellationToken stop = default,
        TrainingOptions? options = null, int threads = 1)
    {
        var trainer = new Trainer(model, Images(44), options ?? Options, Backend.Cpu(threads), Images(16))
        {
            Journal = new TrainingJournal(folder, new Dictionary<string, string> { ["data"] = "blobs" }),
            Clock = new TickingClock(),
            Progress = told =>
            {
                if (told is StepProgress step)
                    each?.Invoke(step);
            },
        };
        return trainer.Run(stop);
    }

    public static byte[] Checkpoint(string folder) => File.ReadAllBytes(TrainingJournal.CheckpointPath(folder));

    public static string Metrics(string folder) => File.ReadAllText(Path.Combine(folder, "metrics.jsonl"));
}
