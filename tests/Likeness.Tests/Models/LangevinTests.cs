using Likeness.Models;
using Likeness.Models.Energy;
using Likeness.Nn;
using Likeness.Tensors;
using Xunit;

namespace Likeness.Tests.Models;

public class LangevinTests
{
    // x <- (1 - a/s^2) x + sqrt(2a) noise has the variance s^2 / (1 - a / (2 s^2)).
    [Theory]
    [InlineData(0.1, 1.0)]
    [InlineData(0.5, 1.0)]
    [InlineData(0.5, 0.7)]
    public void LeavesAGaussianStationary(double stepSize, double variance)
    {
        const int Chains = 20_000, Steps = 60;
        double expected = variance / (1 - (stepSize / (2 * variance)));
        var langevin = new Langevin(stepSize, Math.Sqrt(2 * stepSize));
        RandomSource random = RandomSource.Fixed(1, "chains");
        Tensor start = random.Normal([Chains, 1]) * (float)Math.Sqrt(expected);
        Tensor end = langevin.Run(x => x.Square().Sum([1]) * (float)(0.5 / variance), start, Tensor.Scalar(Steps), random);
        float[] x = end.ToArray();
        Assert.InRange(x.Average(), -0.04, 0.04);
        Assert.InRange(x.Average(v => v * v) / expected, 0.96, 1.04);
        Assert.NotEqual(start.ToArray(), x);
    }

    [Fact]
    public void LimitsGradientAndState()
    {
        var langevin = new Langevin(StepSize: 1, Noise: 0, GradientLimit: 0.25, Bound: 0.5);
        Tensor next = langevin.Step(x => (8f * x).Sum([1]), Tensor.Of([0.4f, -0.4f], [2, 1]), RandomSource.Fixed(1, "none"));
        Assert.Equal([0.15f, -0.5f], next.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void BufferRestartsItsShareOfTheChains()
    {
        var images = new ImageShape(2, 2, 1);
        var buffer = new ReplayBuffer(new Scope(1)["buffer"], 500, images, restart: 0.2);
        Tensor zeros = Tensor.Zeros(images.Batch(500));
        (Tensor chains, Tensor places) = buffer.Take(2000, RandomSource.Fixed(1, "take"));
        var stored = buffer.Put(Tensor.Iota([500]), zeros);
        Assert.All(stored.Value.ToArray(), x => Assert.Equal(0, x));
        Assert.All(places.ToArray(), place => Assert.InRange(place, 0, 499));
        stored.Variable.Write<float>(new float[500 * images.Size]);
        double restarted = chains.ToArray().Chunk(images.Size).Average(chain => chain.Any(x => x != 0) ? 1.0 : 0.0);
        Assert.InRange(restarted, 0.16, 0.24);
    }

    [Fact]
    public void NetworkTakesTheSizesOfItsData()
    {
        foreach ((int h, int w) in new[] { (28, 28), (20, 16), (14, 14), (8, 9) })
        {
            var model = new Jem(new JemOptions { Learning = new() { Buffer = 2 } }, new ImageShape(h, w, 1), 10, seed: 1);
            Assert.Equal([3, 10], model.Logits(Tensor.Zeros([3, h, w, 1])).Shape);
            Assert.Equal(3, model.Energy(Tensor.Zeros([3, h, w, 1])).ToArray().Length);
        }
        var small = Assert.Throws<ArgumentException>(() => new Jem(new JemOptions { Learning = new() { Buffer = 2 } }, new ImageShape(7, 28, 1), 10, 1));
        Assert.Contains("7x28", small.Message);
    }

    [Fact]
    public void BadOptionsAreNamed()
    {
        var images = new ImageShape(8, 8, 1);
        Assert.Contains("'both'", Assert.Throws<ArgumentException>(() => new Jem(new JemOptions { Energy = "both" }, images, 3, 1)).Message);
        Assert.Contains("0 classes", Assert.Throws<ArgumentException>(() => new Jem(new JemOptions(), images, 0, 1)).Message);
    }
}
