using Likeness.Data;
using Likeness.Formats;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.Data;

public sealed class BinarizationTests
{
    [Fact]
    public void The_threshold_lies_at_one_half()
    {
        var set = Binarizer.Apply(new ImageSet("t", 1, 5, 1, new byte[] { 0, 127, 128, 254, 255 }), Binarization.Threshold, "")!;
        Assert.Equal([0, 0, 255, 255, 255], set.Pixels.ToArray());
    }

    [Fact]
    public void A_static_draw_has_the_right_mean_and_depends_on_its_name_alone()
    {
        const int Each = 10_000;
        var grey = Enumerable.Range(0, 256 * Each).Select(i => (byte)(i / Each)).ToArray();
        var set = new ImageSet("t", 1, Each, 1, grey);
        var drawn = Binarizer.Apply(set, Binarization.Static, "a")!;
        for (int value = 0; value < 256; value++)
        {
            int ones = drawn.Image(value).Count((byte)255);
            Assert.Equal(Each - ones, drawn.Image(value).Count((byte)0));
            double p = value / 255.0, error = Math.Sqrt(p * (1 - p) / Each);
            Assert.InRange(ones / (double)Each, p - 4.5 * error, p + 4.5 * error);
        }
        Assert.Equal(drawn.Checksum(), Binarizer.Apply(set, Binarization.Static, "a")!.Checksum());
        Assert.NotEqual(drawn.Checksum(), Binarizer.Apply(set, Binarization.Static, "b")!.Checksum());
    }

    [Fact]
    public void Names_choose_the_binarization()
    {
        using var folder = new TemporaryFolder();
        Idx.Write(folder["train-images-idx3-ubyte"], NumericArray.Of(Enumerable.Range(0, 640).Select(i => (byte)(i * 3)).ToArray(),
            40, 4, 4));
        DataSet grey = DataCatalog.Load(folder.Path), dynamic = DataCatalog.Load(folder.Path + ":dynamic");
        DataSet binary = DataCatalog.Load(folder.Path + ":binary"), drawn = DataCatalog.Load(folder.Path + ":static");
        Assert.Equal([Binarization.None, Binarization.Dynamic, Binarization.Threshold, Binarization.Static],
            new[] { grey, dynamic, binary, drawn }.Select(set => set.Binarization));
        Assert.Equal(grey.TrainAll!.Checksum(), dynamic.TrainAll!.Checksum());
        Assert.False(binary.TrainAll!.Pixels.Span.ContainsAnyExcept((byte)0, (byte)255));
        Assert.NotEqual(binary.TrainAll.Checksum(), drawn.TrainAll!.Checksum());
        Assert.Equal(4, new[] { grey, dynamic, binary, drawn }.Select(set => set.Checksum).Distinct().Count());
    }

    [Fact]
    public void Variants_come_in_any_order_and_leave_in_one() =>
        Assert.Equal("glyphs:digits:14:dynamic", DataCatalog.Load("glyphs:14:dynamic:digits").Name);
}
