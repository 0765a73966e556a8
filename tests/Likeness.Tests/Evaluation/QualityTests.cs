using Likeness.Data;
using Likeness.Evaluation.Quality;
using Likeness.Tensors;
using Likeness.Tests.Golden;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace Likeness.Tests.Evaluation;

public sealed class QualityTests
{
    private const int Width = 6;
    private static readonly FeatureSet Real = Features(120, 1);

    public static TheoryData<string> Pairs => ["near", "shifted", "narrow"];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void DistancesAreThoseOfAnIndependentImplementation(string pair)
    {
        FeatureSet made = Pair(pair);
        double[] golden = GoldenRun.Read("quality", pair);
        Neighbourhoods found = Neighbourhoods.Of(Real, made);
        Assert.Equal(golden[0], FrechetDistance.Between(Moments.Of(Real), Moments.Of(made)), 1e-6 * golden[0]);
        Assert.Equal(golden[1], KernelDistance.Between(Real, made).Value, 1e-6);
        Assert.Equal(golden[2..], [found.Precision, found.Recall, found.Density, found.Coverage], (x, y) => Math.Abs(x - y) < 1e-12);
    }

    // Covariances that share their axes: |m1 - m2|^2 + the sum of (s1 - s2)^2 over the axes, also where some s is 0.
    [Fact]
    public void FrechetDistanceOfGaussiansHasAClosedForm()
    {
        Matrix<double> axes = Matrix<double>.Build.Random(Width, Width, 3).QR().Q;
        double[] s1 = [1, 2, 0.5, 3, 0, 1e-3], s2 = [2, 2, 0, 1, 0, 5], m1 = [1, 0, 0, 2, 0, 0], m2 = [0, 0, 0, 4, 0, 1];
        double expected = s1.Zip(s2, (x, y) => (x - y) * (x - y)).Sum() + m1.Zip(m2, (x, y) => (x - y) * (x - y)).Sum();
        Assert.Equal(expected, FrechetDistance.Between(Gaussian(axes, m1, s1), Gaussian(axes, m2, s2)), 1e-6);
    }

    [Fact]
    public void ASetHasNoDistanceFromItself()
    {
        Assert.Equal(0, FrechetDistance.Between(Moments.Of(Real), Moments.Of(Real)), 1e-9);
        Assert.Equal(new Neighbourhoods(1, 1, Neighbourhoods.Of(Real, Real).Density, 1), Neighbourhoods.Of(Real, Real));
        Assert.InRange(Neighbourhoods.Of(Real, Real).Density, 0.9, 1.1);
        Assert.InRange(KernelDistance.Between(Real, Real).Value, -0.1, 0);
    }

    [Fact]
    public void DrawsOfOneDistributionHaveAKernelDistanceWithinItsError()
    {
        KernelDistance found = KernelDistance.Between(Features(400, 5), Features(400, 8));
        Assert.InRange(found.Value, -4 * found.Error, 4 * found.Error);
        Assert.True(KernelDistance.Between(Features(400, 5), Features(400, 8, 1, 0.2f)) is var far && far.Value > 10 * far.Error);
    }

    [Fact]
    public void ACollapsedSetIsPreciseAndNotDiverse()
    {
        FeatureSet collapsed = Constant(50, Real[7]), narrow = Features(100, 4, 0.05f, 0.5f);
        Neighbourhoods one = Neighbourhoods.Of(Real, collapsed), few = Neighbourhoods.Of(Real, narrow);
        Assert.True(one is { Precision: 1, Recall: 0, Coverage: < 0.2 }, $"{one}");
        Assert.True(few is { Precision: 1, Recall: < 0.1, Coverage: < 0.6 }, $"{few}");
        Moments real = Moments.Of(Real);
        Assert.Equal(
            Math.Pow((real.Mean - Moments.Of(collapsed).Mean).L2Norm(), 2) + real.Covariance.Trace(),
            FrechetDistance.Between(real, Moments.Of(collapsed)), 1e-9);
        Assert.True(double.IsFinite(KernelDistance.Between(Real, collapsed).Value));
    }

    [Fact]
    public void DisjointSetsHaveNothingInCommon() =>
        Assert.Equal(new Neighbourhoods(0, 0, 0, 0), Neighbourhoods.Of(Real, Features(60, 2, 1, 100)));

    [Fact]
    public void NearestNeighboursFindCopies()
    {
        Assert.Equal([0, 0, 0], Neighbourhoods.Nearest(Real.Of([10, 11, 90]), Real));
        Assert.All(Neighbourhoods.Nearest(Features(9, 2), Real), distance => Assert.True(distance > 0));
    }

    // What models make on binary data becomes binary by the data's own rule; data that is held as 0 and 1 stays as it is.
    [Fact]
    public void SamplesBecomeBinaryWhereTheDataIs()
    {
        float[] grey = [0, 0.2f, 0.5f, 0.8f, 1];
        float[] By(PixelRule rule) => rule.Apply(Tensor.Of(grey, [5]), RandomSource.Fixed(1, "pixels")).ToArray();
        Assert.Equal(grey, By(PixelRule.OfSamples(Binarization.None)));
        Assert.Equal([0, 0, 1, 1, 1], By(PixelRule.OfSamples(Binarization.Threshold)));
        Assert.Equal([0, 0, 1, 1, 1], By(PixelRule.OfSamples(Binarization.Native)));
        Tensor half = Tensor.Full([10_000], 0.3f);
        foreach (PixelRule drawn in new[] { PixelRule.OfSamples(Binarization.Static), PixelRule.OfSamples(Binarization.Dynamic), PixelRule.OfData(Binarization.Dynamic) })
        {
            float[] pixels = drawn.Apply(half, RandomSource.Fixed(1, "pixels")).ToArray();
            Assert.All(pixels, pixel => Assert.True(pixel is 0 or 1));
            Assert.InRange(pixels.Average(), 0.28f, 0.32f);
        }
        Assert.Equal(grey, By(PixelRule.OfData(Binarization.Static)));
    }

    [Fact]
    public void TooFewImagesAndUnfitFeaturesAreRefused()
    {
        Assert.Equal("a covariance needs at least two images, got 1", Assert.Throws<ArgumentException>(() => Moments.Of(Features(1, 1))).Message);
        Assert.Equal("the kernel distance needs at least 2 images on each side, got 120 and 1",
            Assert.Throws<ArgumentException>(() => KernelDistance.Between(Real, Features(1, 1))).Message);
        Assert.Equal("precision and recall with k = 5 needs at least 6 images on each side, got 120 and 5",
            Assert.Throws<ArgumentException>(() => Neighbourhoods.Of(Real, Features(5, 1))).Message);
        Assert.Contains("6 and 3 features", Assert.Throws<ArgumentException>(() => KernelDistance.Between(Real, new FeatureSet(new float[30], 3))).Message);
        Assert.Contains("feature 1 of image 2 is NaN", Assert.Throws<ArgumentException>(() => new FeatureSet([1, 2, 3, 4, 5, float.NaN], 2)).Message);
        Assert.Contains("5 numbers do not fill rows of 2", Assert.Throws<ArgumentException>(() => new FeatureSet(new float[5], 2)).Message);
    }

    private static FeatureSet Pair(string name) => name switch
    {
        "near" => Features(90, 2),
        "shifted" => Features(150, 3, 1.3f, 0.2f),
        _ => Features(100, 4, 0.2f, 0.4f),
    };

    // The numbers of quality.py.
    private static FeatureSet Features(int count, int seed, float scale = 1, float shift = 0) => new(
        [.. Enumerable.Range(0, count * Width).Select(i => ((((long)i * i * 7) + (i * ((13L * seed) + 29)) + (5 * seed)) % 10007 / 10007f * scale) + shift)], Width);

    private static FeatureSet Constant(int count, ReadOnlySpan<float> row)
    {
        float[] one = row.ToArray();
        return new FeatureSet([.. Enumerable.Repeat(one, count).SelectMany(values => values)], Width);
    }

    private static Moments Gaussian(Matrix<double> axes, double[] mean, double[] deviations) => new(
        Vector<double>.Build.Dense(mean),
        axes * Matrix<double>.Build.DiagonalOfDiagonalArray([.. deviations.Select(s => s * s)]) * axes.Transpose(), 1000);
}
