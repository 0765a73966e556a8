using Likeness.Tests.Formats;
using Likeness.Training;
using Xunit;

namespace Likeness.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder folders = new();
    private readonly string path;

    public CheckpointTests()
    {
        TrainingSetup.Train(TrainingSetup.Vae(), folders.Path, options: TrainingSetup.Options with { Epochs = 1 });
        path = TrainingJournal.CheckpointPath(folders.Path);
    }

    public void Dispose() => folders.Dispose();

    [Fact]
    public void HoldsParametersAveragesMomentsAndStreams()
    {
        string[] names = [.. Checkpoint.Read(path).Arrays.Select(array => array.Name)];
        Assert.Contains("encoder/0/weight", names);
        Assert.Contains("ema/encoder/0/weight", names);
        Assert.Contains("training/vae/vae/block/0/adam/first", names);
        Assert.Contains("training/vae/vae/random/vae/vae", names);
        Assert.Contains("training/step", names);
    }

    [Fact]
    public void LoadsTheAverageIntoAModel()
    {
        Checkpoint checkpoint = Checkpoint.Read(path);
        var model = TrainingSetup.Vae();
        Assert.True(checkpoint.LoadInto(model));
        var average = checkpoint.Arrays.First(array => array.Name == "ema/encoder/0/weight").Array;
        Assert.Equal(average.ToSingles(), model.Parameters.First(parameter => parameter.Name == "encoder/0/weight").Read<float>());
        Assert.NotEqual(average.ToSingles(), checkpoint.Arrays.First(array => array.Name == "encoder/0/weight").Array.ToSingles());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(5000)]
    public void CutShortIsOneClearError(int length) => Damaged(bytes => bytes[..length]);

    [Fact]
    public void FlippedBitIsOneClearError() => Damaged(bytes =>
    {
        bytes[^9] ^= 4;
        return bytes;
    });

    [Fact]
    public void MissingIsOneClearError()
    {
        File.Delete(path);
        var error = Assert.Throws<RunException>(() => Checkpoint.Read(path));
        Assert.Equal($"there is no checkpoint {path}: train first, or give the folder of a run", error.Message);
    }

    [Fact]
    public void OtherDataIsRefused()
    {
        var journal = new TrainingJournal(folders.Path, new Dictionary<string, string> { ["data"] = "others" });
        var error = Assert.Throws<RunException>(journal.Open);
        Assert.Contains("was made with data 'blobs', now it is 'others'", error.Message);
    }

    private void Damaged(Func<byte[], byte[]> damage)
    {
        File.WriteAllBytes(path, damage(File.ReadAllBytes(path)));
        var error = Assert.Throws<RunException>(() => Checkpoint.Read(path));
        Assert.StartsWith($"checkpoint {path} cannot be used", error.Message);
        Assert.Contains("restore the file from a copy, or train again", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }
}
