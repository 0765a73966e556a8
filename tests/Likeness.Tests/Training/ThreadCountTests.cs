using Likeness.Models;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.Training;

/// <summary>The number of threads changes no bit.</summary>
public sealed class ThreadCountTests : IDisposable
{
    private readonly TemporaryFolder folders = new();

    public void Dispose() => folders.Dispose();

    [Fact]
    public void VaeIsTheSameOnOneAndTwoThreads() => SameOnOneAndTwo(TrainingSetup.Vae);

    [Fact]
    public void JemIsTheSameOnOneAndTwoThreads() => SameOnOneAndTwo(TrainingSetup.Jem);

    private void SameOnOneAndTwo(Func<IModel> make)
    {
        TrainingSetup.Train(make(), folders["one"], threads: 1);
        TrainingSetup.Train(make(), folders["two"], threads: 2);
        Assert.Equal(TrainingSetup.Checkpoint(folders["one"]), TrainingSetup.Checkpoint(folders["two"]));
        Assert.Equal(TrainingSetup.Metrics(folders["one"]), TrainingSetup.Metrics(folders["two"]));
    }
}
