using Likeness.Data;
using Likeness.Evaluation;
using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tests.Training;
using Xunit;

namespace Likeness.Tests.Evaluation;

public sealed class SmallNoiseTests
{
    private const double Half = 127 / 255.0;

    // Bright where the pixel is above a half: its accuracy under noise is known.
    private sealed class Brightness : IModel, IClassifier
    {
        public ImageShape Images => new(1, 1, 1);

        public IReadOnlyList<Variable> Parameters => [];

        public IReadOnlyList<Variable> State => [];

        public IReadOnlyList<Stage> Stages => [];

        public int Classes => 2;

        public Tensor Logits(Tensor images) => Tensor.Concat(1, (float)Half - images.Reshape(-1, 1), images.Reshape(-1, 1) - (float)Half);
    }

    // A pixel of 0.1 below the border is named wrongly with the chance that the noise is larger than that.
    [Fact]
    public void AccuracyFallsAsTheNoiseGoesOverTheBorder()
    {
        var set = new ImageSet("pixels", 1, 1, 1, Enumerable.Repeat((byte)102, 20_000).ToArray(), new int[20_000], ["dark", "bright"]);
        Metric[] found = [.. Evaluator.Evaluate(new Brightness(), set, backend: Backend.Cpu(2)).Metrics.Where(metric => metric.Name.Contains("noise"))];
        Assert.Equal(["test/accuracy_noise_0.1", "test/accuracy_noise_0.2", "test/accuracy_noise_0.3"], found.Select(metric => metric.Name));
        double[] expected = [0.8365, 0.6879, 0.6282];
        for (int i = 0; i < 3; i++)
            Assert.Equal(expected[i], found[i].Value, 0.012);
        Assert.Equal("noise of deviation 0.1, drawn once", found[0].Kind);
    }

    [Fact]
    public void NoiseIsGaussianCutAndTheSameForEveryBatch()
    {
        ImageSet images = TrainingSetup.Images(400);
        var noise = new PixelNoise(images, 0.2, false, 1);
        float[] whole = new float[400 * 30], parts = new float[400 * 30], clean = new float[400 * 30];
        noise.Read(0, whole);
        for (int start = 0; start < 400; start += 7)
            noise.Read(start, parts.AsSpan(start * 30, Math.Min(7, 400 - start) * 30));
        Assert.Equal(whole, parts);
        Assert.All(whole, pixel => Assert.InRange(pixel, 0, 1));
        images.Read(0, clean);
        double[] inside = [.. whole.Zip(clean).Where(pair => pair.Second is > 0.78f and < 0.8f && pair.First < 1).Select(pair => (double)pair.First - pair.Second)];
        // The mean of a normal number below 1.05 is -0.27: here -0.054.
        Assert.InRange(inside.Average(), -0.1, -0.01);
        Assert.NotEqual(whole, Read(new PixelNoise(images, 0.2, false, 2)));
        float[] Read(PixelNoise other)
        {
            float[] values = new float[400 * 30];
            other.Read(0, values);
            return values;
        }
    }

    [Fact]
    public void UniformNoiseFillsTheRange()
    {
        float[] values = new float[10_000], later = new float[100];
        PixelNoise.Uniform(1, 10, 0, values);
        PixelNoise.Uniform(1, 10, 500, later);
        Assert.Equal(values[5000..5100], later);
        Assert.InRange(values.Average(), 0.49f, 0.51f);
        Assert.InRange(values.Average(x => x * x), 0.32f, 0.346f);
    }
}
