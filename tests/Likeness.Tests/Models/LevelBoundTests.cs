using Likeness.Evaluation;
using Likeness.Models;
using Likeness.Models.Diffusion;
using Likeness.Probability;
using Likeness.Tensors;
using Xunit;

namespace Likeness.Tests.Models;

/// <summary>The variational bound against numbers that are known: of Gaussian images with the estimate that is right.</summary>
public sealed class LevelBoundTests
{
    private const int Count = 20_000, Levels = 1000;

    private static readonly double[] Kept = NoiseSchedule.Kept("linear", Levels);

    private static readonly LevelBound Bound = new(Kept, (x, level) => GaussianWay.Behind(x, level).Clean);

    // Grey levels of N(m, v), as bytes would hold them.
    private static readonly Tensor Images =
        (((GaussianWay.Mean + (MathF.Sqrt(GaussianWay.Variance) * RandomSource.Fixed(1, "x").Normal([Count, 1, 1, 1])) + 1f) * 127.5f + 0.5f).Floor() / 127.5f - 1f).Clamp(-1, 1);

    private static double Ratio(int level) => Kept[level] / (1 - Kept[level]);

    // E|x_0 - E[x_0 | x_t]|^2 = v s^2 / (a^2 v + s^2).
    private static double Error(int level) => GaussianWay.Variance * (1 - Kept[level]) / ((Kept[level] * GaussianWay.Variance) + 1 - Kept[level]);

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(300)]
    [InlineData(1000)]
    public void TermsAreThoseOfAGaussian(int t)
    {
        double expected = 0.5 * (Ratio(t - 1) - Ratio(t)) * Error(t);
        double found = Mean(Bound.Term(Images, Tensor.Full([Count], t - 2).Cast(DType.I32), RandomSource.Fixed(2, "noise")));
        Assert.InRange(found / expected, 0.95, 1.05);
    }

    // -E log p(x_0) is the entropy of the grey levels, which the bound is above. Its last part is that of a normal density, for a level
    // is about as wide as its deviation: right to a few hundredths.
    [Fact]
    public void SumIsThatOfAGaussianAndAboveTheEntropy()
    {
        double[] chances = [.. Images.ToArray().GroupBy(x => x).Select(group => group.Count() / (double)Count)];
        double entropy = -chances.Sum(p => p * Math.Log(p));
        var model = new Gaussian();
        double bound = -Mean(NoiseLevels.Estimate(model, Images, 200, RandomSource.Fixed(3, "levels")));
        double squares = GaussianWay.Variance + (GaussianWay.Mean * GaussianWay.Mean), last = Kept[^1];
        double prior = 0.5 * ((last * squares) - last - Math.Log(1 - last));
        double variance = (1 - Kept[1]) / (1 - Kept[2]) * (1 - (Kept[2] / Kept[1]));
        double first = (0.5 * Math.Log(2 * Math.PI * variance)) + (Error(1) / (2 * variance)) - Math.Log(2 / 255.0);
        double expected = prior + first + Enumerable.Range(2, Levels - 1).Sum(t => 0.5 * (Ratio(t - 1) - Ratio(t)) * Error(t));
        Assert.InRange(bound, expected - 0.06, expected + 0.06);
        Assert.True(bound > entropy);
    }

    // Few draws have the mean of all.
    [Fact]
    public void DrawnLevelsStandForAll()
    {
        var model = new Gaussian();
        double all = Mean(NoiseLevels.Estimate(model, Images.Slice(0, 0, 500), model.Terms, RandomSource.Fixed(3, "levels")));
        double few = Mean(Enumerable.Range(0, 20).Select(i => NoiseLevels.Estimate(model, Images.Slice(0, 0, 500), 20, RandomSource.Fixed((ulong)(10 + i), "levels"))));
        Assert.InRange(few - all, -0.05, 0.05);
    }

    [Theory]
    [InlineData(0.3f, 0.0075f)]
    [InlineData(-0.999f, 0.05f)]
    [InlineData(5f, 0.3f)]
    public void GreyLevelsHaveProbabilitiesThatAddUpToOne(float mean, float deviation)
    {
        Tensor levels = ((Tensor.Iota([256, 1]).Cast(DType.F32) / 127.5f) - 1f);
        float[] found = new DiscretizedNormal(Tensor.Full([256, 1], mean), deviation).LogProbability(levels).ToArray();
        Assert.All(found, x => Assert.True(float.IsFinite(x)));
        Assert.Equal(1, found.Sum(x => Math.Exp(x)), 1e-4);
    }

    [Fact]
    public void AGreyLevelHasTheNormalsChanceOfItsBin()
    {
        Tensor x = Tensor.Of([(2 * 140 / 255f) - 1], [1, 1]);
        double found = Math.Exp(new DiscretizedNormal(Tensor.Zeros([1, 1]), 0.3f).LogProbability(x).ToScalar());
        double z = ((2 * 140 / 255.0) - 1) / 0.3, density = Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI) / 0.3;
        Assert.InRange(found / (density * 2 / 255), 0.995, 1.005);
    }

    private static double Mean(Tensor values) => values.ToArray().Average(x => (double)x);

    private static double Mean(IEnumerable<Tensor> values) => values.Average(Mean);

    /// <summary>The bound as evaluation sees it, on images that are in [-1, 1] already.</summary>
    private sealed class Gaussian : ILevelBound
    {
        public LikelihoodKind Kind => LikelihoodKind.LevelBound;

        public int Terms => Bound.Terms;

        public Tensor Ends(Tensor images, RandomSource random) => Bound.Ends(images, random);

        public Tensor Term(Tensor images, Tensor numbers, RandomSource random) => Bound.Term(images, numbers, random);

        public Tensor LogLikelihood(Tensor images, RandomSource random) => throw new NotSupportedException();
    }
}
