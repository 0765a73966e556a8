using Likeness.Models;
using Likeness.Recipes;
using Likeness.Tests.Formats;
using Likeness.Training;
using Xunit;

namespace Likeness.Tests.Training;

/// <summary>A training that was interrupted ends in the same bytes as one that was not.</summary>
public sealed class ExactResumeTests : IDisposable
{
    private readonly TemporaryFolder folders = new();

    public void Dispose() => folders.Dispose();

    public static TheoryData<string> Models => [.. RecipeCatalog.Names];

    [Fact]
    public void KilledVaeResumesToTheSameBytes() => KilledAnywhere(TrainingSetup.Vae, [1, 4, 5, 9, 10, 19]);

    [Theory]
    [MemberData(nameof(Models))]
    public void EveryKilledModelResumesToTheSameBytes(string model) => KilledAnywhere(() => TrainingSetup.Model(model), [3, 11]);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(15)]
    public void StoppedTrainingResumesToTheSameBytes(int step)
    {
        string whole = folders["whole"], parts = folders["parts"];
        TrainingSetup.Train(TrainingSetup.Vae(), whole);
        using var stop = new CancellationTokenSource();
        TrainingResult stopped = TrainingSetup.Train(TrainingSetup.Vae(), parts, progress => Cancel(progress, step, stop), stop.Token);
        Assert.False(stopped.Finished);
        Assert.Equal(step, stopped.Step);
        TrainingResult finished = TrainingSetup.Train(TrainingSetup.Vae(), parts);
        Assert.True(finished.Finished);
        AssertSame(whole, parts);
    }

    [Fact]
    public void FinishedTrainingChangesNothing()
    {
        string folder = folders["run"];
        TrainingResult first = TrainingSetup.Train(TrainingSetup.Vae(), folder);
        byte[] before = TrainingSetup.Checkpoint(folder);
        TrainingResult again = TrainingSetup.Train(TrainingSetup.Vae(), folder);
        Assert.Equal(first.Metrics, again.Metrics);
        Assert.Equal(before, TrainingSetup.Checkpoint(folder));
    }

    [Fact]
    public void OtherRecipeIsRefused()
    {
        string folder = folders["run"];
        TrainingSetup.Train(TrainingSetup.Vae(), folder);
        var more = Assert.Throws<RunException>(() => TrainingSetup.Train(TrainingSetup.Vae(), folder, options: TrainingSetup.Options with { Epochs = 5 }));
        Assert.Contains("of a training of 20 steps, the recipe asks for 25", more.Message);
        var other = Assert.Throws<RunException>(() => TrainingSetup.Train(TrainingSetup.Jem(), folder));
        Assert.Contains("does not fit the recipe", other.Message);
    }

    // A kill leaves the folder as it is at that moment: a copy taken between two steps is one.
    private void KilledAnywhere(Func<IModel> make, int[] steps)
    {
        string whole = folders["whole"];
        TrainingSetup.Train(make(), whole, progress =>
        {
            if (steps.Contains((int)progress.Step))
                Copy(whole, folders[$"killed-{progress.Step}"]);
        });
        foreach (int step in steps)
        {
            string killed = folders[$"killed-{step}"];
            File.WriteAllText(Path.Combine(killed, "checkpoint", ".model.safetensors.0.part"), "half a check");
            TrainingSetup.Train(make(), killed);
            AssertSame(whole, killed);
            Assert.Single(Directory.GetFiles(Path.Combine(killed, "checkpoint")));
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    private static void Cancel(StepProgress progress, int step, CancellationTokenSource stop)
    {
        if (progress.Step == step)
            stop.Cancel();
    }

    private static void AssertSame(string expected, string actual)
    {
        Assert.Equal(TrainingSetup.Metrics(expected), TrainingSetup.Metrics(actual));
        Assert.Equal(TrainingSetup.Checkpoint(expected), TrainingSetup.Checkpoint(actual));
    }
}
