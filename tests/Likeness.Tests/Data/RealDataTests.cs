using Likeness.Data;
using Likeness.Formats;
using Xunit;

namespace Likeness.Tests.Data;

/// <summary>The real files, where they are at hand: sizes, label counts and checksums.</summary>
public sealed class RealDataTests
{
    [Fact]
    public void Mnist_is_the_known_one()
    {
        var set = DataCatalog.Load("mnist", RealData.Options("mnist"));
        Assert.Equal((50_000, 10_000, 60_000, 10_000), (set.Train!.Count, set.Validation!.Count, set.TrainAll!.Count, set.Test!.Count));
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], Histogram(set.TrainAll));
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], Histogram(set.Test));
        Assert.Equal("43250b6a16925c07bab0c639ff842e1735ae45758b509352b70aa76f81e86fdf", set.Checksum);
        double mean = set.TrainAll.Pixels.ToArray().Average(pixel => (double)pixel) / 255;
        Assert.Equal(0.1307, mean, 4);
    }

    [Fact]
    public void Static_mnist_is_the_same_draw_for_everyone() =>
        Assert.Equal("98c0bbe5cecfd9a1ca7e6c917f96eb21b2eae4cbc3e41d42438b982e142c9a75",
            DataCatalog.Load("mnist:static", RealData.Options("mnist")).Checksum);

    [Fact]
    public void Fashion_has_six_thousand_a_class()
    {
        var set = DataCatalog.Load("fashion-mnist", RealData.Options("fashion-mnist"));
        Assert.All(Histogram(set.TrainAll!), count => Assert.Equal(6000, count));
        Assert.Equal("ankle boot", set.ClassNames[9]);
    }

    [Fact]
    public void Kuzushiji_may_be_a_test_part_alone()
    {
        string folder = RealData.Folder("kmnist");
        var set = DataCatalog.Load("kmnist", RealData.Options("kmnist"));
        Assert.Equal(!File.Exists(Path.Combine(folder, "train-images-idx3-ubyte.gz")), set.TrainAll is null);
        Assert.All(Histogram(set.Test!), count => Assert.Equal(1000, count));
    }

    [Fact]
    public void The_two_forms_of_AlphaDigits_hold_the_same_images()
    {
        string folder = RealData.Folder("alpha-digits", "binaryalphadigs.mat");
        var set = DataCatalog.Load("alpha-digits", RealData.Options("alpha-digits"));
        Assert.Equal((972, 108, 324), (set.Train!.Count, set.Validation!.Count, set.Test!.Count));
        Assert.Equal("76d6622e3fb43692384af7ebe7c369a50503b0a7e6c34818101b3f7460fe5973", set.Checksum);
        var idx = Idx.Read(Path.Combine(folder, "..", "alphadigs-images-idx3-ubyte.gz"));
        for (int label = 0; label < 36; label++)
            for (int sample = 30; sample < 39; sample++)
                Assert.Equal(idx.Bytes.Slice((label * 39 + sample) * 320, 320).ToArray().Select(bit => (byte)(bit * 255)),
                    set.Test.Image(label * 9 + sample - 30).ToArray());
    }

    [Fact]
    public void Every_sixth_Frey_face_is_test()
    {
        var set = DataCatalog.Load("freyfaces", RealData.Options("freyfaces"));
        Assert.Equal((1638, 327, 28, 20), (set.TrainAll!.Count, set.Test!.Count, set.Height, set.Width));
        Assert.Equal(8, Math.Min(set.TrainAll.Pixels.ToArray().Min(), set.Test.Pixels.ToArray().Min()));
        Assert.Equal(238, Math.Max(set.TrainAll.Pixels.ToArray().Max(), set.Test.Pixels.ToArray().Max()));
    }

    private static int[] Histogram(ImageSet set)
    {
        var counts = new int[set.ClassCount];
        foreach (int label in set.Labels.Span)
            counts[label]++;
        return counts;
    }
}
