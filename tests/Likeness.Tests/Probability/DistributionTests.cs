using Likeness.Probability;
using Likeness.Tensors;
using Likeness.Tests.Testing;
using Xunit;

namespace Likeness.Tests.Probability;

/// <summary>Densities integrate to one, divergences are what samples say, samples have the moments.</summary>
public class DistributionTests
{
    private const int Many = 40_000;

    private static RandomSource Random(string name) => RandomSource.Fixed(1, name);

    private static Normal Wide => new(Rows([0.3f, -1f]), Rows([0.4f, -0.6f]));

    private static Normal Other => new(Rows([0f, 0.5f]), Rows([-0.2f, 0.3f]));

    [Fact]
    public void NormalDensityIntegratesToOne()
    {
        Tensor x = (Tensor.Iota([4001, 1]).Cast(DType.F32) * 0.005f) - 10f;
        var normal = new Normal(Tensor.Full([4001, 1], 0.7f), Tensor.Full([4001, 1], -0.5f));
        Assert.Equal(1, (normal.LogDensity(x).Exp() * 0.005f).Sum().ToScalar(), 1e-4);
        Assert.Equal(0.7, (normal.LogDensity(x).Exp().Reshape(-1, 1) * x * 0.005f).Sum().ToScalar(), 1e-4);
    }

    [Fact]
    public void NormalDivergencesAreMeansOfLogRatios()
    {
        Tensor x = Wide.Sample(Random("normal"));
        Tensor ratio = Wide.LogDensity(x) - Other.LogDensity(x), toStandard = Wide.LogDensity(x) - Normal.Standard(x.Shape).LogDensity(x);
        Assert.Equal(ratio.Mean().ToScalar(), Wide.KlTo(Other).Mean().ToScalar(), 0.03);
        Assert.Equal(toStandard.Mean().ToScalar(), Wide.KlToStandard().Mean().ToScalar(), 0.03);
        Assert.Equal(Wide.KlToStandard().Mean().ToScalar(), Wide.KlTo(Normal.Standard(x.Shape)).Mean().ToScalar(), 1e-5);
        Assert.Equal(0, Wide.KlTo(Wide).Mean().ToScalar(), 1e-6);
    }

    [Fact]
    public void NormalSamplesHaveItsMomentsAndCarryGradients()
    {
        Tensor x = Wide.Sample(Random("moments"));
        Assert.Equal([0.3f, -1f], x.Mean([0]).ToArray(), (a, b) => Math.Abs(a - b) < 0.02);
        Assert.Equal([MathF.Exp(0.4f), MathF.Exp(-0.6f)], x.Variance([0]).ToArray(), (a, b) => Math.Abs(a - b) < 0.03);
        Tensor mean = Points.Constant([3, 2], 1), logVariance = Points.Constant([3, 2], 2), noise = Points.Constant([3, 2], 3);
        Tensor[] gradients = Gradients.Of(new Normal(mean, logVariance).Sample(noise).Sum(), mean, logVariance);
        Assert.All(gradients[0].ToArray(), g => Assert.Equal(1, g));
        Assert.Equal((0.5f * (0.5f * logVariance).Exp() * noise).ToArray(), gradients[1].ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void BernoulliMatchesItsTable()
    {
        var coins = new Bernoulli(Tensor.Of([0.4f, -1.3f], [1, 2]));
        double p = 1 / (1 + Math.Exp(-0.4)), q = 1 / (1 + Math.Exp(1.3));
        Assert.Equal(Math.Log(p) + Math.Log(1 - q), coins.LogDensity(Tensor.Of([1f, 0f], [1, 2])).ToScalar(), 1e-5);
        double grey = (0.25 * Math.Log(p)) + (0.75 * Math.Log(1 - p)) + Math.Log(q);
        Assert.Equal(grey, coins.LogDensity(Tensor.Of([0.25f, 1f], [1, 2])).ToScalar(), 1e-5);
        double kl = (p * Math.Log(p / q)) + ((1 - p) * Math.Log((1 - p) / (1 - q)));
        var first = new Bernoulli(Tensor.Of([0.4f], [1, 1]));
        Assert.Equal(kl, first.KlTo(new Bernoulli(Tensor.Of([-1.3f], [1, 1]))).ToScalar(), 1e-5);
        Tensor drawn = new Bernoulli(coins.Logits.BroadcastTo([Many, 2])).Sample(Random("coins"));
        Assert.Equal([(float)p, (float)q], drawn.Mean([0]).ToArray(), (a, b) => Math.Abs(a - b) < 0.01);
    }

    [Fact]
    public void CategoricalMatchesItsTable()
    {
        float[] logits = [0.5f, -1f, 2f];
        double[] p = [.. logits.Select(f => Math.Exp(f) / logits.Sum(g => Math.Exp(g)))];
        var dice = new Categorical(Tensor.Of(logits, [1, 3]));
        Assert.Equal(Math.Log(p[1]), dice.LogDensity(Tensor.Of([1], [1])).ToScalar(), 1e-5);
        Assert.Equal(-p.Sum(x => x * Math.Log(x)), dice.Entropy().ToScalar(), 1e-5);
        Assert.Equal(Math.Log(3) - dice.Entropy().ToScalar(), dice.KlTo(new Categorical(Tensor.Zeros([1, 3]))).ToScalar(), 1e-5);
        Tensor drawn = new Categorical(Tensor.Of(logits, [1, 3]).BroadcastTo([Many, 3])).Sample(Random("dice"));
        Assert.Equal(DType.I32, drawn.DType);
        Assert.Equal(p, drawn.OneHot(3).Mean([0]).ToArray().Select(x => (double)x), (a, b) => Math.Abs(a - b) < 0.01);
    }

    [Fact]
    public void UniformIsFlatInsideAndImpossibleOutside()
    {
        var box = new Uniform(-1, 3);
        float[] density = box.LogDensity(Tensor.Of([0f, 2f, -1f, 3f, -2f, 0f], [3, 2])).ToArray();
        Assert.Equal(-2 * Math.Log(4), density[0], 1e-5);
        Assert.Equal([float.NegativeInfinity, float.NegativeInfinity], density[1..]);
        float[] drawn = box.Sample([Many], Random("box")).ToArray();
        Assert.Equal(1, drawn.Average(), 0.03);
        Assert.All(drawn, x => Assert.InRange(x, -1, 3));
        Assert.Contains("[2, 2)", Assert.Throws<ArgumentException>(() => new Uniform(2, 2)).Message);
    }

    private static Tensor Rows(float[] row) => Tensor.Of(row, [row.Length]).BroadcastTo([Many, row.Length]);
}
