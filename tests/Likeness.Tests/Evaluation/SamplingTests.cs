using Likeness.Evaluation;
using Likeness.Formats;
using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tests.Formats;
using Likeness.Tests.Training;
using Xunit;

namespace Likeness.Tests.Evaluation;

public sealed class SamplingTests
{
    private static readonly Backend One = Backend.Cpu(1);

    [Fact]
    public void SeedDecidesTheSamples()
    {
        var model = TrainingSetup.Vae();
        ImageBatch first = Sampling.Draw(model, new SampleOptions(5, 3), One);
        Assert.Equal(5, first.Count);
        Assert.Equal(first.Values, Sampling.Draw(model, new SampleOptions(5, 3), Backend.Cpu(2)).Values);
        Assert.NotEqual(first.Values, Sampling.Draw(model, new SampleOptions(5, 4), One).Values);
        Assert.All(first.Values, value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void MoreThanABatchIsDrawnInParts()
    {
        ImageBatch many = Sampling.Draw(TrainingSetup.Vae(), new SampleOptions(260), One);
        Assert.Equal(260, many.Count);
        Assert.False(many[0].SequenceEqual(many[250]));
    }

    [Fact]
    public void DrawnPixelsAreBinary() =>
        Assert.All(Sampling.Draw(TrainingSetup.Vae(), new SampleOptions(4, DrawPixels: true), One).Values, value => Assert.True(value is 0 or 1));

    [Fact]
    public void TrajectoryBeginsAsNoiseAndEndsWhereItsStepsEnd()
    {
        var model = TrainingSetup.Jem();
        IReadOnlyList<ImageBatch> few = Sampling.Trajectory(model, new SampleOptions(3, Steps: 7), 4, One);
        IReadOnlyList<ImageBatch> all = Sampling.Trajectory(model, new SampleOptions(3, Steps: 7), 100, One);
        Assert.Equal((4, 8), (few.Count, all.Count));
        Assert.Equal(few[0].Values, all[0].Values);
        Assert.NotEqual(few[0].Values, few[1].Values);
        Assert.NotEqual(few[2].Values, few[3].Values);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void TurnsCountOverTheWholeWay(int frames)
    {
        IReadOnlyList<ImageBatch> way = Sampling.Trajectory(new TurnSum(), new SampleOptions(2, Steps: 7), frames, One);
        Assert.All(way[^1].Values, value => Assert.Equal(0.21f, value, 6));
    }

    // Each turn adds its number: 0 + 1 + .. + 6 = 21.
    private sealed class TurnSum : IModel, IRefiner
    {
        public ImageShape Images => TrainingSetup.Shape;

        public IReadOnlyList<Variable> Parameters => [];

        public IReadOnlyList<Variable> State => [];

        public IReadOnlyList<Stage> Stages => [];

        public int DefaultSteps => 7;

        public Tensor Sample(SampleRequest request, RandomSource random) => Start(request, random);

        public Tensor Start(SampleRequest request, RandomSource random) => Tensor.Zeros(Images.Batch(request.Count));

        public Tensor Refine(Tensor state, Tensor turn, SampleRequest request, RandomSource random) => state + turn.Cast(DType.F32);

        public Tensor Picture(Tensor state) => 0.01f * state;
    }

    [Fact]
    public void LackOfACapabilityIsSaidInALine()
    {
        Assert.Equal("vae makes an image in one pass and has no way from noise to show",
            Assert.Throws<NotSupportedException>(() => Sampling.Trajectory(TrainingSetup.Vae(), new SampleOptions(), 3, One)).Message);
        Assert.Contains("cannot be asked for a class", Assert.Throws<NotSupportedException>(() => Sampling.Draw(TrainingSetup.Vae(), new SampleOptions(Label: 1), One)).Message);
        Assert.Contains("leave the number of steps out", Assert.Throws<NotSupportedException>(() => Sampling.Draw(TrainingSetup.Vae(), new SampleOptions(Steps: 1), One)).Message);
        Assert.Contains("label 3 is out of range; classes are 0 to 2", Assert.Throws<ArgumentException>(() => Sampling.Draw(TrainingSetup.Jem(), new SampleOptions(Label: 3), One)).Message);
        Assert.Equal("jem has no encoder, so it cannot reconstruct or interpolate",
            Assert.Throws<NotSupportedException>(() => Reconstruction.Of(TrainingSetup.Jem(), ImageBatch.From(TrainingSetup.Images(2), 0, 2), One)).Message);
        Assert.Equal("vae is no classifier", Assert.Throws<NotSupportedException>(() => Classification.Probabilities(TrainingSetup.Vae(), ImageBatch.From(TrainingSetup.Images(2), 0, 2), One)).Message);
    }

    [Fact]
    public void InterpolationEndsInTheReconstructions()
    {
        var model = TrainingSetup.Vae();
        ImageBatch ends = ImageBatch.From(TrainingSetup.Images(2), 0, 2), back = Reconstruction.Of(model, ends, One), path = Reconstruction.Between(model, ends, 5, One);
        for (int i = 0; i < back.Shape.Size; i++)
        {
            Assert.Equal(back[0][i], path[0][i], 5);
            Assert.Equal(back[1][i], path[4][i], 5);
        }
    }

    [Fact]
    public void ManifoldHasItsCorners()
    {
        var model = TrainingSetup.Vae();
        ImageBatch grid = Reconstruction.Manifold(model, (-1, -2), (1, 2), 3, One);
        Assert.Equal(9, grid.Count);
        Assert.Equal(grid[2].ToArray(), Reconstruction.Manifold(model, (1, 2), (5, 7), 2, One)[2].ToArray().Select((_, i) => grid[2][i]));
    }

    [Fact]
    public void ProbabilitiesSumToOne() => Assert.All(
        Classification.Probabilities(TrainingSetup.Jem(), ImageBatch.From(TrainingSetup.Images(7), 0, 7), One), row => Assert.Equal(1, row.Sum(), 5));

    [Fact]
    public void BatchesAreWovenAndWritten()
    {
        ImageBatch a = ImageBatch.From(TrainingSetup.Images(2), 0, 2), b = ImageBatch.From(TrainingSetup.Images(4), 2, 2);
        ImageBatch woven = ImageBatch.Interleave(a, b);
        Assert.Equal([.. a[0], .. b[0], .. a[1], .. b[1]], woven.Values);
        using var folder = new TemporaryFolder();
        woven.Write(folder["x.npy"]);
        NumericArray array = Npy.Read(folder["x.npy"]);
        Assert.Equal([4, 6, 5, 1], array.Shape);
        Assert.Equal(woven.Values, array.ToSingles());
        woven.Write(folder["x.png"], columns: 4, scale: 1);
        Assert.Equal((10, 30), (PngReader.Read(folder["x.png"]).Height, PngReader.Read(folder["x.png"]).Width));
        Assert.Contains("must end in .png or .npy", Assert.Throws<ArgumentException>(() => woven.Write(folder["x.gif"])).Message);
    }
}
