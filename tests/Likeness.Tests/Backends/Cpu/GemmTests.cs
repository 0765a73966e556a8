using Likeness.Tensors.Backends.Cpu.Kernels;
using Xunit;

namespace Likeness.Tests.Backends.Cpu;

public sealed unsafe class GemmTests
{
    private static readonly int[] Awkward = [0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 79, 80, 81, 144, 145];

    public enum Layout
    {
        RowMajor,
        ColumnMajor,
        Padded,
        Scattered,
        Reversed,
        OneRow,
        OneColumn,
    }

    [Fact]
    public void AwkwardSizesInEveryLayoutMatchTheScalarTwin()
    {
        var noise = new KernelNoise(11);
        for (var repeat = 0; repeat < 600; repeat++)
        {
            var (m, n, k) = (noise.Pick(Awkward), noise.Pick(Awkward), noise.Pick(Awkward));
            var batch = noise.Pick([1, 1, 2, 3]);
            var layouts = (Layout)noise.Below(7);
            GemmCase.Create(noise, batch, m, n, k, layouts, (Layout)noise.Below(7), noise.Below(4)).CheckAgainstTwin();
        }
    }

    [Theory]
    [InlineData(1, 128, 80, 784, Layout.RowMajor, Layout.RowMajor)]
    [InlineData(1, 300, 70, 128, Layout.ColumnMajor, Layout.RowMajor)]
    [InlineData(1, 310, 140, 60, Layout.ColumnMajor, Layout.RowMajor)]
    [InlineData(1, 1030, 130, 1030, Layout.ColumnMajor, Layout.ColumnMajor)]
    [InlineData(2, 90, 140, 70, Layout.Scattered, Layout.RowMajor)]
    [InlineData(1, 128, 150, 100, Layout.RowMajor, Layout.ColumnMajor)]
    [InlineData(1, 128, 10, 256, Layout.RowMajor, Layout.RowMajor)]
    [InlineData(1, 300, 1, 256, Layout.RowMajor, Layout.RowMajor)]
    [InlineData(1, 300, 3, 257, Layout.RowMajor, Layout.RowMajor)]
    [InlineData(1, 3, 500, 300, Layout.RowMajor, Layout.ColumnMajor)]
    [InlineData(1, 1, 1000, 500, Layout.RowMajor, Layout.RowMajor)]
    [InlineData(1, 1, 140, 500, Layout.RowMajor, Layout.RowMajor)]
    [InlineData(1, 1, 268, 70, Layout.RowMajor, Layout.RowMajor)]
    [InlineData(1, 2, 250, 300, Layout.RowMajor, Layout.RowMajor)]
    [InlineData(1, 16, 1030, 300, Layout.RowMajor, Layout.ColumnMajor)]
    [InlineData(1, 130, 270, 1500, Layout.RowMajor, Layout.ColumnMajor)]
    [InlineData(1, 0, 270, 70, Layout.RowMajor, Layout.RowMajor)]
    [InlineData(1, 128, 270, 2100, Layout.RowMajor, Layout.RowMajor)]
    [InlineData(1, 130, 390, 200, Layout.ColumnMajor, Layout.RowMajor)]
    [InlineData(1, 36, 40, 9000, Layout.ColumnMajor, Layout.RowMajor)]
    [InlineData(1, 20, 130, 9000, Layout.ColumnMajor, Layout.RowMajor)]
    [InlineData(1, 5, 3, 20000, Layout.ColumnMajor, Layout.RowMajor)]
    [InlineData(1, 5, 3, 20000, Layout.RowMajor, Layout.ColumnMajor)]
    [InlineData(4, 130, 70, 64, Layout.RowMajor, Layout.ColumnMajor)]
    [InlineData(64, 17, 17, 32, Layout.RowMajor, Layout.ColumnMajor)]
    [InlineData(3, 100, 33, 410, Layout.Scattered, Layout.Scattered)]
    [InlineData(1, 70, 603, 300, Layout.RowMajor, Layout.ColumnMajor)]
    [InlineData(1, 300, 270, 1100, Layout.RowMajor, Layout.RowMajor)]
    public void ShapesOfEveryPlanMatchTheScalarTwin(int batch, int m, int n, int k, Layout a, Layout b)
    {
        for (var sharing = 0; sharing < (batch > 1 ? 4 : 1); sharing++)
            GemmCase.Create(new KernelNoise(m + n + k), batch, m, n, k, a, b, sharing).CheckAgainstTwin();
    }

    [Theory]
    [InlineData(1, 128, 400, 784)]
    [InlineData(1, 65, 33, 17)]
    [InlineData(1, 300, 270, 1100)]
    [InlineData(1, 130, 270, 1500)]
    [InlineData(1, 2, 900, 700)]
    [InlineData(1, 24, 40, 9000)]
    [InlineData(9, 40, 33, 50)]
    [InlineData(1, 300, 1, 256)]
    [InlineData(1, 310, 140, 60, Layout.ColumnMajor)]
    public void AnyThreadCountGivesTheSameBits(int batch, int m, int n, int k, Layout a = Layout.RowMajor)
    {
        var test = GemmCase.Create(new KernelNoise(5), batch, m, n, k, a, Layout.RowMajor, 0);
        var one = test.Multiply(1);
        Assert.Equal(one, test.Multiply(2));
        Assert.Equal(one, test.Multiply(7));
    }

    [Theory]
    [InlineData(1, 128, 40, 84)]
    [InlineData(5, 20, 9, 50)]
    [InlineData(1, 300, 270, 110)]
    [InlineData(1, 2, 900, 700)]
    [InlineData(1, 24, 40, 9000)]
    [InlineData(1, 300, 1, 256)]
    [InlineData(2, 9, 5, 0)]
    [InlineData(1, 310, 140, 60, Layout.ColumnMajor)]
    [InlineData(1, 310, 140, 1100, Layout.ColumnMajor)]
    public void EpilogueSeesEveryFinishedRowOnce(int batch, int m, int n, int k, Layout a = Layout.RowMajor)
    {
        var test = GemmCase.Create(new KernelNoise(6), batch, m, n, k, a, Layout.RowMajor, 0);
        var plain = test.Multiply(2);
        foreach (var keeps in new[] { true, false })
        {
            var seen = new RecordingEpilogue(batch * m, n);
            test.Multiply(2, keeps, seen);
            Assert.Equal(plain, seen.Rows);
            Assert.All(seen.Visits, visits => Assert.Equal(1, visits));
        }
    }

    // Rows of A that lie column by column are copied to panels, those of a row-major A are not.
    [Theory]
    [InlineData(310, 140, 60)]
    [InlineData(1030, 130, 1030)]
    public void PanelsOfRowsGiveTheBitsOfRowsReadWhereTheyLie(int m, int n, int k)
    {
        var copied = GemmCase.Create(new KernelNoise(9), 1, m, n, k, Layout.ColumnMajor, Layout.RowMajor, 0);
        Assert.Equal(copied.WithRowMajorA().Multiply(2), copied.Multiply(2));
    }

    // Tasks of one run share what one of them has packed; the next run has another B.
    [Theory]
    [InlineData(33, 256, 20)]
    [InlineData(128, 400, 784)]
    [InlineData(70, 270, 1500)]
    public void EveryRunPacksAnew(int m, int n, int k)
    {
        var noise = new KernelNoise(10);
        var other = GemmCase.Create(noise, 1, m, n, k, Layout.RowMajor, Layout.RowMajor, 0);
        var test = GemmCase.Create(noise, 1, m, n, k, Layout.RowMajor, Layout.RowMajor, 0);
        Assert.Equal(test.Multiply(1), test.MultiplyAfter(other, 1));
        Assert.Equal(test.Multiply(1), test.MultiplyAfter(other, 2));
    }

    [Fact]
    public void EpilogueMayChangeTheRowsInPlace()
    {
        var test = GemmCase.Create(new KernelNoise(7), 1, 100, 48, 30, Layout.RowMajor, Layout.RowMajor, 0);
        var plain = test.Multiply(2);
        var doubled = test.Multiply(2, true, new DoublingEpilogue(48));
        Assert.Equal(plain.Select(value => 2 * value), doubled);
    }

    [Fact]
    public void RunsAllocateNothing()
    {
        var test = GemmCase.Create(new KernelNoise(8), 1, 128, 100, 784, Layout.RowMajor, Layout.RowMajor, 0);
        Assert.Equal(0, test.BytesAllocatedByARun());
    }

    [Fact]
    public void NegativeSizeIsRefused()
    {
        var strides = MatrixStrides.RowMajor(1, 1);
        var error = Assert.Throws<ArgumentException>(() => new GemmWork(new GemmShape(1, 2, -3, 4, strides, strides)));
        Assert.Contains("N -3", error.Message);
    }
}
