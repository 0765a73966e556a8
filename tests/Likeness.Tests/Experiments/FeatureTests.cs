using Likeness.Data;
using Likeness.Evaluation;
using Likeness.Evaluation.Quality;
using Likeness.Experiments;
using Likeness.Experiments.Features;
using Likeness.Recipes;
using Likeness.Tests.Formats;
using Likeness.Tests.Testing;
using Likeness.Tests.Training;
using Likeness.Training;
using Xunit;

namespace Likeness.Tests.Experiments;

public sealed class FeatureTests : IDisposable
{
    private const int Samples = 20;
    private readonly TemporaryFolder folders = new();

    public static TheoryData<string> Shipped => [.. FeatureCatalog.All.Select(entry => entry.Name)];

    private static DataSet Blobs { get; } = Set(44);

    public void Dispose() => folders.Dispose();

    [Fact]
    public void FeaturesAreTrainedKeptAndMeasuredWith()
    {
        string file = FeatureTraining.Save(Train("jem", "f", "epochs=5", "channels=[4, 4]", "objective.energy=none").Folder, "blobs-v1");
        FeatureNetwork features = FeatureCatalog.Find(file, Blobs);
        Assert.Matches("^blobs-v1 [0-9a-f]{8}$", features.Label);
        string run = Train("vae", "v", "hidden=[8]", "latent=2").Folder;
        Metric[] Measured(int threads) =>
            [.. RunEvaluation.Execute(new(Run.Open(run, threads), Blobs) { Samples = Samples, Features = file }).Metrics.Where(metric => metric.Name.StartsWith("samples/") || metric.Name.StartsWith("real/"))];
        Metric[] found = Measured(1);
        Assert.Equal(
            ["fid", "kid", "precision", "recall", "density", "coverage", "fid_train", "memorisation", "score", "confidence", "rarest_class", "largest_class"],
            found.Where(metric => metric.Name.StartsWith("samples/")).Select(metric => metric.Name["samples/".Length..]));
        Assert.All(found, metric => Assert.True(double.IsFinite(metric.Value) && metric.Kind.EndsWith(features.Label, StringComparison.Ordinal), $"{metric}"));
        Assert.Equal(found, Measured(3));
        Assert.Equal(found, SummaryReader.Read(Path.Combine(run, "summary.json")).Metrics.Where(metric => found.Any(other => other.Name == metric.Name)));
        Assert.True(Value(found, "samples/fid") > Value(found, "real/fid"), "an untrained model is further from the data than the data is");
    }

    [Fact]
    public void PixelsNeedNoFeatures()
    {
        var request = new EvaluationRequest(Run.Open(Train("vae", "v", "hidden=[8]", "latent=2").Folder, 1), Blobs) { Samples = Samples };
        IReadOnlyList<Metric> found = RunEvaluation.Execute(request with { Features = "pixels" }).Metrics;
        Assert.EndsWith("pixels", found.First(metric => metric.Name == "samples/fid").Kind, StringComparison.Ordinal);
        Assert.DoesNotContain(found, metric => metric.Name == "samples/score");
        Assert.Contains("no features for blobs come with the program", Assert.Throws<RunException>(() => RunEvaluation.Execute(request)).Message);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void ShippedFeaturesOpen(string name)
    {
        FeatureEntry entry = FeatureCatalog.All.First(each => each.Name == name);
        (int side, string data) = entry.Name.Contains("14", StringComparison.Ordinal) ? (14, $"{entry.Data}:dynamic") : (28, entry.Data);
        var images = new ImageSet("zeros", side, side, 1, new byte[2 * side * side], default, []);
        var set = new DataSet(data, images, 0, images);
        Assert.StartsWith(name, FeatureCatalog.Find(null, set).Label, StringComparison.Ordinal);
        Assert.StartsWith(name, FeatureCatalog.Find(name, set).Label, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongFeaturesAreOneClearError()
    {
        string Message(string features) => Assert.Throws<RunException>(() => FeatureCatalog.Find(features, Blobs)).Message;
        Assert.Contains("take images of", Message("digits-v1"));
        Assert.Contains("there are no features 'digit-v1' (did you mean 'digits-v1'?)", Message("digit-v1"));
        File.WriteAllText(folders["bad.safetensors"], "not weights");
        Assert.Contains("cannot be used", Message(folders["bad.safetensors"]));
        string checkpoint = TrainingJournal.CheckpointPath(Train("vae", "v", "hidden=[8]", "latent=2").Folder);
        Assert.Contains("it holds no features", Message(checkpoint));
    }

    [Fact]
    public void ModelsWithoutFeaturesKeepNone()
    {
        string run = Train("vae", "v", "hidden=[8]", "latent=2").Folder;
        Assert.Contains("vae has no features", Assert.Throws<NotSupportedException>(() => FeatureTraining.Save(run, "x")).Message);
    }

    [Fact]
    public void MemorisationIsNotDefinedWhereTestImagesAreTrainingImages()
    {
        var request = new EvaluationRequest(Run.Open(Train("vae", "v", "hidden=[8]", "latent=2").Folder, 1), Set(0)) { Samples = Samples, Features = "pixels" };
        Assert.DoesNotContain(RunEvaluation.Execute(request).Metrics, metric => metric.Name == "samples/memorisation");
    }

    // Each time another data set in memory, so that nothing but the files is left of the time before.
    [Fact]
    public void FeaturesOfRealImagesAreKeptAndDamageIsComputedAgain()
    {
        string file = FeatureTraining.Save(Train("jem", "f", "epochs=1", "channels=[4, 4]", "objective.energy=none").Folder, "blobs-v1");
        string run = Train("vae", "v", "hidden=[8]", "latent=2").Folder;
        var told = new HashSet<string>();
        Metric[] Measured(string? cache)
        {
            told.Clear();
            return [.. RunEvaluation.Execute(new EvaluationRequest(Run.Open(run, 1), Set(44))
            {
                Samples = Samples,
                Features = file,
                CacheFolder = cache,
                Clock = new TickingClock(),
                Groups = ["samples"],
                Progress = at => told.Add(at is Evaluating { Progress.What: var what } ? what : ""),
            }).Metrics];
        }
        Metric[] without = Measured(null);
        Assert.Equal(without, Measured(folders["cache"]));
        Assert.Contains("features of training images", told);
        string[] files = Directory.GetFiles(folders["cache", "features"]);
        Assert.Equal(2, files.Length);
        Assert.Equal(without, Measured(folders["cache"]));
        Assert.DoesNotContain(told, what => what.StartsWith("features of t", StringComparison.Ordinal));
        byte[][] whole = [.. files.Select(File.ReadAllBytes)];
        foreach (Func<byte[], byte[]> damage in new Func<byte[], byte[]>[] { bytes => bytes[..^9], bytes => [.. bytes[..^5], 7, .. bytes[^4..]], _ => [] })
        {
            for (int i = 0; i < files.Length; i++)
                File.WriteAllBytes(files[i], damage(whole[i]));
            Assert.Equal(without, Measured(folders["cache"]));
            Assert.Contains("features of training images", told);
            Assert.Equal(whole, files.Select(File.ReadAllBytes));
        }
    }

    [Fact]
    public void RealImagesAreLookedAtOnceInAProcess()
    {
        Run run = Run.Open(Train("vae", "v", "hidden=[8]", "latent=2").Folder, 1);
        DataSet data = Set(44);
        var told = new HashSet<string>();
        var request = new EvaluationRequest(run, data)
        {
            Samples = Samples,
            Features = "pixels",
            Clock = new TickingClock(),
            Progress = at => told.Add(at is Evaluating { Progress.What: var what } ? what : ""),
        };
        IReadOnlyList<Metric> first = RunEvaluation.Execute(request).Metrics;
        Assert.Contains("neighbours among themselves", told);
        Assert.Contains("features of test images", told);
        told.Clear();
        IReadOnlyList<Metric> second = RunEvaluation.Execute(request).Metrics;
        Assert.Equal(first.Where(metric => !metric.IsWallClock), second.Where(metric => !metric.IsWallClock));
        Assert.DoesNotContain("features of test images", told);
        Assert.Contains("features of samples", told);
    }

    [Fact]
    public void ClassesOfSamplesStandInTheSummary()
    {
        string file = FeatureTraining.Save(Train("jem", "f", "epochs=5", "channels=[4, 4]", "objective.energy=none").Folder, "blobs-v1");
        string run = Train("vae", "v", "hidden=[8]", "latent=2").Folder;
        ClassShares shares = RunEvaluation.Execute(new(Run.Open(run, 1), Blobs) { Samples = Samples, Features = file }).Classes!;
        Assert.Equal(["c0", "c1", "c2"], shares.Names);
        Assert.Equal((1.0, 1.0), (Math.Round(shares.Samples.Sum(), 9), Math.Round(shares.Test.Sum(), 9)));
        RunSummary summary = SummaryReader.Read(Path.Combine(run, "summary.json"));
        Assert.Equal(shares.Names, summary.Classes!.Names);
        Assert.Equal([.. shares.Samples, .. shares.Test], [.. summary.Classes.Samples, .. summary.Classes.Test]);
        Assert.Equal(shares.Samples.Max(), summary.Metrics.Single(metric => metric.Name == "samples/largest_class").Value, 1e-12);
    }

    // 44 training images; test images from the given one on.
    private static DataSet Set(int first)
    {
        ImageSet all = TrainingSetup.Images(44 + Samples);
        return new DataSet("blobs", all.Slice(0, 44), 4, all.Slice(first, Samples));
    }

    private static double Value(IEnumerable<Metric> metrics, string name) => metrics.First(metric => metric.Name == name).Value;

    private TrainingOutcome Train(string model, string folder, params string[] settings)
    {
        Recipe recipe = RecipeCatalog.Load(model).Set("data.set=blobs").Set("training.seed=3").Set("sampling.count=4").Set("batch=8").Set("epochs=1");
        recipe = settings.Aggregate(recipe, (changed, setting) => changed.Set(setting));
        return TrainingRun.Execute(new TrainingRequest(recipe, folders[folder], _ => Blobs) { Threads = 1 });
    }
}
