using Likeness.Recipes;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.Training;

/// <summary>The number of threads changes no bit.</summary>
public sealed class ThreadCountTests : IDisposable
{
    private readonly TemporaryFolder folders = new();

    public void Dispose() => folders.Dispose();

    public static TheoryData<string> Models => [.. RecipeCatalog.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void EveryModelIsTheSameOnOneAndTwoThreads(string model)
    {
        TrainingSetup.Train(TrainingSetup.Model(model), folders["one"], threads: 1);
        TrainingSetup.Train(TrainingSetup.Model(model), folders["two"], threads: 2);
        Assert.Equal(TrainingSetup.Checkpoint(folders["one"]), TrainingSetup.Checkpoint(folders["two"]));
        Assert.Equal(TrainingSetup.Metrics(folders["one"]), TrainingSetup.Metrics(folders["two"]));
    }
}
