using Likeness.Data;
using Xunit;

namespace Likeness.Tests.Data;

public sealed class ImageSetTests
{
    private static readonly ImageSet Four = new("four", 1, 2, 1, new byte[] { 0, 1, 10, 11, 20, 21, 30, 31 }, new[] { 0, 1, 1, 2 },
        ["a", "b", "c"]);

    [Fact]
    public void Slices_share_and_subsets_copy()
    {
        var slice = Four.Slice(1, 2);
        Assert.Equal([10, 11, 20, 21], slice.Pixels.ToArray());
        Assert.Equal([1, 1], slice.Labels.ToArray());
        Assert.True(slice.Pixels.Span.Overlaps(Four.Pixels.Span));
        var subset = Four.Subset([3, 0]);
        Assert.Equal([30, 31, 0, 1], subset.Pixels.ToArray());
        Assert.Equal([2, 0], subset.Labels.ToArray());
        Assert.Equal([10, 11, 20, 21], Four.OfClasses(1).Pixels.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Four.Slice(3, 2));
    }

    [Fact]
    public void The_checksum_depends_on_pixels_labels_and_shape()
    {
        var same = new ImageSet("other name", 1, 2, 1, Four.Pixels.ToArray(), Four.Labels.ToArray(), ["x", "y", "z"]);
        Assert.Equal(Four.Checksum(), same.Checksum());
        Assert.Equal(64, Four.Checksum().Length);
        string[] others =
        [
            new ImageSet("t", 2, 1, 1, Four.Pixels, Four.Labels, Four.ClassNames).Checksum(),
            new ImageSet("t", 1, 2, 1, Four.Pixels).Checksum(),
            new ImageSet("t", 1, 2, 1, Four.Pixels, new[] { 0, 1, 2, 2 }, Four.ClassNames).Checksum(),
            Four.Slice(0, 3).Checksum(),
        ];
        Assert.Equal(5, others.Append(Four.Checksum()).Distinct().Count());
    }

    [Fact]
    public void Sizes_and_labels_must_agree()
    {
        Fails(() => new ImageSet("t", 1, 2, 1, new byte[3]), "t: 3 bytes are no whole number of 1x2x1 images");
        Fails(() => new ImageSet("t", 1, 2, 1, new byte[4], new[] { 0 }, ["a"]), "t: 1 labels and 1 class names for 2 images");
        Fails(() => new ImageSet("t", 1, 2, 1, new byte[4], new[] { 0, 0 }), "t: 2 labels and 0 class names for 2 images");
        Fails(() => new ImageSet("t", 1, 2, 1, new byte[4], new[] { 0, 2 }, ["a", "b"]), "t: label 2 of image 1 is outside 0..1");
        Fails(() => new ImageSet("t", 1, 2, 1, new byte[4], new[] { -1, 0 }, ["a", "b"]), "t: label -1 of image 0 is outside 0..1");
    }

    [Fact]
    public void A_set_splits_into_views_of_one_array()
    {
        var set = new DataSet("set", Four, 1, null);
        Assert.Equal((3, 1, 4), (set.Train!.Count, set.Validation!.Count, set.TrainAll!.Count));
        Assert.True(set.Train.Pixels.Span.Overlaps(Four.Pixels.Span));
        Assert.Equal([30, 31], set.Validation.Pixels.ToArray());
        Assert.Contains("no test part", Assert.Throws<DataSourceException>(() => set.RequireTest()).Message);
        Assert.NotEqual(set.Checksum, new DataSet("set", Four, 2, null).Checksum);
        Assert.NotEqual(set.Checksum, new DataSet("set", Four, 1, null, Binarization.Dynamic).Checksum);
    }

    [Fact]
    public void Parts_of_two_sizes_are_refused()
    {
        var wide = new ImageSet("wide", 1, 3, 1, new byte[3]);
        Fails(() => new DataSet("set", Four, 0, wide), "set: training images are 1x2x1 of 3 classes, test images 1x3x1 of 0 classes");
        Fails(() => new DataSet("set", null, 0, null), "set: a data set needs a training or a test part");
        Assert.Contains("no training part", Assert.Throws<DataSourceException>(() =>
            new DataSet("set", null, 0, Four).RequireTrain()).Message);
    }

    private static void Fails(Action action, string message) => Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);
}
