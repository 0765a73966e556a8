using Likeness.Tensors.Backends.Cpu.Kernels;
using Xunit;

namespace Likeness.Tests.Backends.Cpu;

public sealed class ConvTests
{
    // images, height, width, channels, filter height, width, filters, strides, padding top, bottom, left, right
    public static TheoryData<int[]> Layers => new(
    [
        new int[] { 3, 28, 28, 1, 3, 3, 32, 1, 1, 1, 1, 1, 1 },
        new int[] { 2, 28, 28, 32, 4, 4, 16, 2, 2, 1, 1, 1, 1 },
        new int[] { 5, 7, 7, 48, 4, 4, 20, 2, 2, 1, 1, 1, 1 },
        new int[] { 60, 7, 7, 20, 4, 4, 130, 2, 2, 1, 1, 1, 1 },
        new int[] { 51, 7, 7, 48, 4, 4, 136, 2, 2, 1, 1, 1, 1 },
        new int[] { 6, 3, 3, 64, 3, 3, 33, 1, 1, 1, 1, 1, 1 },
        new int[] { 3, 14, 14, 64, 4, 4, 1, 2, 2, 1, 1, 1, 1 },
        new int[] { 2, 28, 28, 1, 4, 4, 64, 2, 2, 1, 1, 1, 1 },
        new int[] { 2, 9, 11, 32, 3, 3, 1, 1, 1, 1, 1, 1, 1 },
        new int[] { 40, 5, 5, 16, 1, 1, 8, 1, 1, 0, 0, 0, 0 },
        new int[] { 90, 7, 7, 12, 1, 1, 20, 1, 1, 0, 0, 0, 0 },
        new int[] { 2, 9, 7, 5, 1, 1, 3, 2, 2, 0, 0, 0, 0 },
        new int[] { 1, 40, 30, 3, 5, 2, 7, 1, 3, 2, 0, 1, 4 },
        new int[] { 2, 20, 21, 2, 2, 3, 5, 3, 4, 0, 1, 2, 0 },
        new int[] { 1, 8, 8, 160, 3, 3, 8, 1, 1, 1, 1, 1, 1 },
        new int[] { 2, 10, 10, 4, 3, 3, 4, 1, 1, -1, -2, -1, 0 },
        new int[] { 2, 5, 4, 400, 3, 3, 20, 1, 1, 1, 1, 1, 1 },
        new int[] { 2, 10, 9, 17, 3, 3, 20, 1, 2, -1, 2, 0, -2 },
        new int[] { 3, 1, 1, 32, 7, 7, 20, 1, 1, 6, 6, 6, 6 },
        new int[] { 3, 7, 5, 24, 7, 5, 40, 1, 1, 0, 0, 0, 0 },
        new int[] { 1, 100, 3, 2, 7, 3, 2, 2, 1, 3, 3, 1, 1 },
        new int[] { 3, 28, 28, 32, 3, 3, 16, 1, 1, 1, 1, 1, 1 },
        new int[] { 2, 14, 14, 16, 3, 3, 48, 1, 1, 1, 1, 1, 1 },
        new int[] { 9, 7, 7, 64, 3, 3, 64, 1, 1, 1, 1, 1, 1 },
        new int[] { 2, 13, 30, 32, 3, 3, 80, 1, 1, 0, 0, 0, 0 },
        new int[] { 2, 10, 11, 16, 3, 3, 32, 1, 1, 2, 1, 0, 3 },
        new int[] { 1, 20, 18, 32, 3, 3, 16, 1, 1, -1, 2, -2, 0 },
        new int[] { 0, 8, 8, 16, 3, 3, 16, 1, 1, 1, 1, 1, 1 },
        new int[] { 0, 5, 5, 2, 3, 3, 4, 1, 1, 1, 1, 1, 1 },
        new int[] { 2, 2, 5, 2, 3, 3, 4, 1, 1, 0, 0, 1, 1 },
        new int[] { 2, 5, 5, 0, 3, 3, 4, 1, 1, 1, 1, 1, 1 },
    ]);

    [Theory]
    [MemberData(nameof(Layers))]
    public void LayersMatchTheScalarTwin(int[] layer) => new ConvCase(new KernelNoise(21), Shape(layer)).CheckAgainstTwin();

    [Fact]
    public void RandomSmallLayersMatchTheScalarTwin()
    {
        var noise = new KernelNoise(22);
        for (var repeat = 0; repeat < 150; repeat++)
        {
            int[] layer =
            [
                noise.Below(4), noise.Below(12), noise.Below(12), noise.Pick([1, 2, 3, 16, 17]), 1 + noise.Below(4), 1 + noise.Below(4),
                noise.Pick([1, 2, 9, 16, 17, 33]), 1 + noise.Below(3), 1 + noise.Below(3),
                noise.Below(4) - 1, noise.Below(4) - 1, noise.Below(4) - 1, noise.Below(4) - 1,
            ];
            new ConvCase(noise, Shape(layer)).CheckAgainstTwin();
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void AnyThreadCountGivesTheSameBits(int[] layer)
    {
        var test = new ConvCase(new KernelNoise(23), Shape(layer));
        foreach (var threads in new[] { 2, 7 })
        {
            Assert.Equal(test.Forward(1), test.Forward(threads));
            Assert.Equal(test.InputGradient(1), test.InputGradient(threads));
            Assert.Equal(test.FilterGradient(1), test.FilterGradient(threads));
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void EpilogueSeesEveryFinishedRowOnce(int[] layer)
    {
        var shape = Shape(layer);
        var test = new ConvCase(new KernelNoise(24), shape);
        foreach (var keeps in new[] { true, false })
        {
            CheckEpilogue(shape.Filters, test.Forward(2), epilogue => test.Forward(2, keeps, epilogue));
            CheckEpilogue(shape.Channels, test.InputGradient(2), epilogue => test.InputGradient(2, keeps, epilogue));
            CheckEpilogue(shape.Filters, test.FilterGradient(2), epilogue => test.FilterGradient(2, keeps, epilogue));
        }
    }

    [Theory]
    [InlineData(28, 32, 32, 1, true)]
    [InlineData(14, 16, 64, 1, true)]
    [InlineData(7, 64, 64, 1, true)]
    [InlineData(6, 64, 64, 1, false)]
    [InlineData(28, 33, 32, 1, false)]
    [InlineData(28, 32, 8, 1, false)]
    [InlineData(28, 32, 32, 2, false)]
    public void OnlyShapesThatGainAreFiltered(int size, int channels, int filters, int stride, bool filtered)
    {
        var shape = Shape([4, size, size, channels, 3, 3, filters, stride, stride, 1, 1, 1, 1]);
        Assert.Equal(filtered, ConvProducts.Forward(shape) is WinogradImageWork);
        Assert.Equal(filtered, ConvProducts.InputGradient(shape) is WinogradImageWork);
        Assert.Equal(filtered, ConvProducts.FilterGradient(shape) is WinogradFilterGradient);
    }

    [Theory]
    [InlineData(28, 32, 16)]
    [InlineData(7, 64, 48)]
    public void AFilteredImageHasTheSameBitsAmongOthersAndAlone(int size, int channels, int filters)
    {
        var all = new ConvCase(new KernelNoise(25), Shape([9, size, size, channels, 3, 3, filters, 1, 1, 1, 1, 1, 1]));
        var (forward, input) = (all.Forward(2), all.InputGradient(2));
        var (pixels, values) = (forward.Length / 9, input.Length / 9);
        for (var image = 0; image < 9; image++)
        {
            var alone = all.Image(image);
            Assert.Equal(forward[(image * pixels)..][..pixels], alone.Forward(2));
            Assert.Equal(input[(image * values)..][..values], alone.InputGradient(2));
        }
    }

    [Fact]
    public void OutputSizesFollowTheUsualRule()
    {
        var shape = Shape([1, 28, 27, 1, 4, 3, 1, 2, 3, 1, 1, 0, 2]);
        Assert.Equal((14, 9), (shape.OutHeight, shape.OutWidth));
        Assert.Equal(0, Shape([1, 2, 2, 1, 3, 3, 1, 1, 1, 0, 0, 0, 0]).OutHeight);
    }

    [Fact]
    public void ImpossibleShapesAreRefused()
    {
        Assert.Contains("strides 0", Assert.Throws<ArgumentException>(
            () => ConvProducts.Forward(Shape([1, 5, 5, 1, 3, 3, 1, 0, 1, 0, 0, 0, 0]))).Message);
        Assert.Contains("-1 images", Assert.Throws<ArgumentException>(
            () => ConvProducts.FilterGradient(Shape([-1, 5, 5, 1, 3, 3, 1, 1, 1, 0, 0, 0, 0]))).Message);
    }

    private static void CheckEpilogue(int columns, float[] plain, Action<RecordingEpilogue> run)
    {
        var seen = new RecordingEpilogue(columns == 0 ? 0 : plain.Length / columns, columns);
        run(seen);
        Assert.Equal(plain, seen.Rows);
        Assert.All(seen.Visits, visits => Assert.Equal(1, visits));
    }

    private static ConvShape Shape(int[] s) =>
        new(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], new ConvPadding(s[9], s[10], s[11], s[12]));
}
