using Likeness.Data;
using Xunit;

namespace Likeness.Tests.Data;

public sealed class FixedSplitTests
{
    [Fact]
    public void Large_sets_keep_their_order_and_validate_on_the_last_ten_thousand()
    {
        var pixels = new byte[50_000];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)i;
        var set = new ImageSet("t", 1, 1, 1, pixels);
        var parts = FixedSplit.WithValidation(set, null);
        Assert.Equal(10_000, parts.ValidationCount);
        Assert.Same(set, parts.TrainAll);
    }

    [Fact]
    public void Small_sets_validate_on_every_tenth_of_each_class()
    {
        // Two classes in turn: image i has class i % 2 and rank i / 2.
        var set = new ImageSet("t", 1, 1, 1, Numbers(40), Enumerable.Range(0, 40).Select(i => i % 2).ToArray(), ["a", "b"]);
        var parts = FixedSplit.WithValidation(set, null);
        Assert.Equal(4, parts.ValidationCount);
        Assert.Equal([18, 19, 38, 39], parts.TrainAll!.Pixels[^4..].ToArray());
        Assert.Equal(Numbers(40), parts.TrainAll.Pixels.ToArray().Order());
    }

    [Fact]
    public void Sets_without_a_test_part_give_every_sixth_of_each_class()
    {
        var parts = FixedSplit.EverySixth(new ImageSet("t", 1, 1, 1, Numbers(14)));
        Assert.Equal([5, 11], parts.Test!.Pixels.ToArray());
        Assert.Equal((12, 1), (parts.TrainAll!.Count, parts.ValidationCount));
    }

    [Fact]
    public void The_first_of_each_class_can_be_the_training_part()
    {
        var set = new ImageSet("t", 1, 1, 1, Numbers(6), new[] { 0, 0, 0, 1, 1, 1 }, ["a", "b"]);
        var parts = FixedSplit.FirstOfEachClass(set, 2);
        Assert.Equal([2, 5], parts.Test!.Pixels.ToArray());
        Assert.Equal([0, 1, 3, 4], parts.TrainAll!.Pixels.ToArray());
    }

    private static byte[] Numbers(int count) => Enumerable.Range(0, count).Select(i => (byte)i).ToArray();
}
