using Likeness.Data;
using Likeness.Evaluation;
using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tests.Training;
using Xunit;

namespace Likeness.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly ImageSet Test = TrainingSetup.Images(230);

    // A model whose every number is known: energy = mean pixel, code = (mean, max), reconstruction = x / 2, class by largest row pair.
    private sealed class Known : IModel, IEnergy, IAutoencoder, ILikelihood
    {
        public ImageShape Images => TrainingSetup.Shape;

        public IReadOnlyList<Variable> Parameters => [];

        public IReadOnlyList<Variable> State => [];

        public IReadOnlyList<Stage> Stages => [];

        public Shape Latent => Images.Batch(1).Slice(1, 3);

        public LikelihoodKind Kind => LikelihoodKind.Exact;

        public Tensor Encode(Tensor images) => images;

        public Tensor Decode(Tensor codes) => 0.5f * codes;

        public Tensor Energy(Tensor images) => images.Mean([1, 2, 3]);

        public Tensor LogLikelihood(Tensor images, RandomSource random) => -images.Sum([1, 2, 3]);
    }

    [Fact]
    public void NumbersOfAKnownModel()
    {
        Dictionary<string, Metric> found = Evaluator.Evaluate(new Known(), Test, backend: Backend.Cpu(1)).Metrics.ToDictionary(metric => metric.Name);
        double[] pixels = [.. Test.Pixels.ToArray().Select(pixel => pixel / 255.0)];
        Assert.Equal(pixels.Average(x => x * x / 4), found["test/mse"].Value, 6);
        Assert.Equal(-pixels.Average() * Test.ImageSize, found["test/ll"].Value, 4);
        Assert.Equal(("exact", 230L), (found["test/ll"].Kind, found["test/ll"].N));
        Assert.Equal(pixels.Average(), found["energy/data"].Value, 5);
        Assert.Equal(0.5, found["energy/noise"].Value, 2);
        Assert.Equal((0.0, 0.5, 1.0), (found["energy/black"].Value, found["energy/grey"].Value, found["energy/white"].Value));
        Assert.Equal("unnormalised energy", found["energy/noise"].Kind);
    }

    [Fact]
    public void EveryMetricIsInTheCatalogue()
    {
        string[] known = [.. MetricCatalog.All.Select(entry => entry.Name)];
        foreach (IModel model in new IModel[] { new Known(), TrainingSetup.Vae(), TrainingSetup.Jem(), TrainingSetup.Model("maf") })
            Assert.All(Evaluator.Evaluate(model, Test, backend: Backend.Cpu(1)).Metrics, metric => Assert.Contains(metric.Name, known));
    }

    [Fact]
    public void BoundOverNoiseLevelsSaysHowManyWereDrawn()
    {
        IModel model = TrainingSetup.Model("ddpm");
        Metric[] found = [.. Evaluator.Evaluate(model, Test, backend: Backend.Cpu(1), options: new EvaluationOptions(Images: 50, Levels: 5)).Metrics];
        Assert.Equal(["test/vlb", "test/vlb_bpd"], found.Select(metric => metric.Name));
        Assert.All(found, metric => Assert.Equal(("variational bound over noise levels, 5 drawn an image", 50L), (metric.Kind, metric.N)));
        Assert.All(found, metric => Assert.True(metric.Error > 0));
        Assert.Equal(-found[0].Value / (Math.Log(2) * model.Images.Size), found[1].Value, 1e-4);
        Assert.All(found, metric => Assert.Contains(metric.Name, MetricCatalog.All.Select(entry => entry.Name)));
        Assert.Empty(Evaluator.Evaluate(model, Test, backend: Backend.Cpu(1)).Metrics);
    }

    [Fact]
    public void ADensityOfPixelsHasBitsPerDimensionAndAnInversionError()
    {
        Dictionary<string, Metric> found = Evaluator.Evaluate(TrainingSetup.Model("realnvp"), Test, backend: Backend.Cpu(1)).Metrics.ToDictionary(metric => metric.Name);
        Assert.Equal(-found["test/ll"].Value / (30 * Math.Log(2)), found["test/bpd"].Value, 1e-9);
        Assert.Equal(found["test/ll"].Error!.Value / (30 * Math.Log(2)), found["test/bpd"].Error!.Value, 1e-9);
        Assert.Equal(("exact", 230L), (found["test/bpd"].Kind, found["test/bpd"].N));
        Assert.InRange(found["test/bpd"].Value, 8, 30);
        Assert.InRange(found["test/inversion"].Value, 1e-9, 1e-4);
        Assert.Equal(("largest error", 100L), (found["test/inversion"].Kind, found["test/inversion"].N));
        Assert.DoesNotContain("test/mse", found.Keys);
    }

    [Fact]
    public void ThreadsChangeNothing()
    {
        EvaluationResult one = Evaluator.Evaluate(TrainingSetup.Vae(), Test, backend: Backend.Cpu(1)), two = Evaluator.Evaluate(TrainingSetup.Vae(), Test, backend: Backend.Cpu(2));
        Assert.Equal(one.Metrics, two.Metrics);
        Assert.Equal(one.Latent!.Points, two.Latent!.Points);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(300)]
    public void BatchSizeChangesNothing(int size)
    {
        Jem jem = new();
        float[][] reference = jem.Logits(100), other = jem.Logits(size);
        Assert.Equal(reference[0].Length, other[0].Length);
        for (int i = 0; i < reference[0].Length; i++)
            Assert.Equal(reference[0][i], other[0][i], 5);
    }

    [Fact]
    public void ConfusionAndMapHaveTheirSizes()
    {
        EvaluationResult jem = Evaluator.Evaluate(TrainingSetup.Jem(), Test, backend: Backend.Cpu(1));
        Assert.Equal(230, jem.Confusion!.Counts.Sum(row => row.Sum()));
        Assert.Equal(230, jem.Calibration!.Bins.Sum(bin => bin.Count));
        LatentMap map = Evaluator.Evaluate(TrainingSetup.Vae(), Test, backend: Backend.Cpu(1)).Latent!;
        Assert.Equal((230, "c2"), (map.Points.Length, map.Labels[2]));
    }

    private sealed class Jem
    {
        private readonly Likeness.Models.Energy.Jem model = TrainingSetup.Jem();

        public float[][] Logits(int size) =>
            new Sweep(TrainingSetup.Shape, Test.Count, (images, _) => [model.Logits(images)], 1, Backend.Cpu(1), size).Run(ImageBatch.From(Test, 0, Test.Count));
    }
}
