using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Likeness.Data;
using Xunit;

namespace Likeness.Tests.Data;

public sealed class GlyphTests
{
    private static readonly ConcurrentDictionary<string, DataSet> Loaded = [];

    private static DataSet All => Load("glyphs");

    private static DataSet Digits => Load("glyphs:digits");

    /// <summary>The pictures are the same bits on every machine: these sums change only when the drawing is changed on purpose.</summary>
    [Theory]
    [InlineData("glyphs", "4e560304763195ae2d1b3d6a706de714555750795fc19bd60e91cff3136fedb8")]
    [InlineData("glyphs:digits", "6e8170139fccfbbad1dea4f166058cb5e7459f947dc7d8b12c59ee1a29db9271")]
    [InlineData("glyphs:14", "563b9a2bf10c8daf4797e8bc7d47c5a01614a3380a0f6114022c1d787a2a55e3")]
    [InlineData("glyphs:letters:20x16", "bb7e37354185d196bed02d83888a869e1fa062f2db41125fcd460dd485835285")]
    public void The_checksums_are_the_recorded_ones(string name, string checksum) =>
        Assert.Equal(checksum, Load(name).Checksum);

    [Fact]
    public void Parts_have_the_stated_sizes_and_every_class_equally()
    {
        var set = All;
        Assert.Equal((18000, 3600, 3600), (set.Train!.Count, set.Validation!.Count, set.Test!.Count));
        Assert.Equal((28, 28, 1, 36), (set.Height, set.Width, set.Channels, set.ClassCount));
        Assert.Equal("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", string.Concat(set.ClassNames));
        Assert.All(set.Test.Labels.ToArray().CountBy(label => label), count => Assert.Equal(100, count.Value));
    }

    [Fact]
    public void A_digit_is_the_same_picture_in_the_smaller_set() =>
        Assert.Equal(All.OfDigits().Slice(0, 100).Pixels.ToArray(), Digits.Train!.Slice(0, 100).Pixels.ToArray());

    [Fact]
    public void No_picture_is_in_two_parts()
    {
        var train = Pictures(All.TrainAll!);
        Assert.Equal(All.TrainAll!.Count, train.Count);
        Assert.DoesNotContain(Pictures(All.Test!), train.Contains);
    }

    [Fact]
    public void Ink_fills_the_box_of_MNIST_and_not_the_margin()
    {
        var set = All.Test!;
        double ink = 0, margin = 0;
        for (int i = 0; i < set.Count; i++)
            for (int p = 0; p < set.ImageSize; p++)
            {
                ink += set.Image(i)[p];
                if (p / 28 is 0 or 27 || p % 28 is 0 or 27)
                    margin += set.Image(i)[p];
            }
        Assert.InRange(ink / 255 / set.Pixels.Length, 0.09, 0.15);
        Assert.InRange(margin / ink, 0, 0.001);
    }

    [Fact]
    public void The_small_binary_set_holds_only_0_and_255()
    {
        var set = Load("glyphs:20x16:letters");
        Assert.Equal((20, 16, "glyphs:letters:20x16", Binarization.Native), (set.Height, set.Width, set.Name, set.Binarization));
        Assert.False(set.Test!.Pixels.Span.ContainsAnyExcept((byte)0, (byte)255));
    }

    [Fact]
    public void Half_size_pictures_are_means_of_four_pixels()
    {
        var half = Load("glyphs:14").Test!;
        var full = All.Test!.Image(5);
        for (int y = 0; y < 14; y++)
            for (int x = 0; x < 14; x++)
                Assert.Equal((full[56 * y + 2 * x] + full[56 * y + 2 * x + 1] + full[56 * y + 28 + 2 * x] + full[56 * y + 29 + 2 * x] + 2) / 4,
                    half.Image(5)[14 * y + x]);
    }

    /// <summary>Legible: the nearest of 150 training pictures a class has the right class nearly always, though none is a copy.</summary>
    [Fact]
    public void Nearest_neighbours_tell_the_digits_apart()
    {
        ImageSet train = Digits.Train!.Slice(0, 1500), test = Digits.Test!.Slice(0, 200);
        int right = Enumerable.Range(0, test.Count).AsParallel().Count(i =>
            train.Labels.Span[Nearest(train, test.Image(i))] == test.Labels.Span[i]);
        Assert.InRange(right / 200.0, 0.95, 1);
    }

    private static DataSet Load(string name) => Loaded.GetOrAdd(string.Join(':', name.Split(':').Order()), _ => DataCatalog.Load(name));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Nearest(ImageSet train, ReadOnlySpan<byte> image)
    {
        (int best, long distance) = (0, long.MaxValue);
        for (int i = 0; i < train.Count; i++)
        {
            int sum = 0;
            var other = train.Image(i);
            for (int p = 0; p < image.Length; p++)
                sum += (image[p] - other[p]) * (image[p] - other[p]);
            (best, distance) = sum < distance ? (i, sum) : (best, distance);
        }
        return best;
    }

    private static HashSet<string> Pictures(ImageSet set) =>
        [.. Enumerable.Range(0, set.Count).Select(i => Convert.ToBase64String(System.Security.Cryptography.SHA1.HashData(set.Image(i))))];
}

internal static class GlyphParts
{
    /// <summary>The digits of the training part, in order.</summary>
    public static ImageSet OfDigits(this DataSet set) => set.Train!.OfClasses(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
}
