using Likeness.Training;
using Xunit;

namespace Likeness.Tests.Training;

public sealed class DataOrderTests
{
    [Fact]
    public void EveryEpochIsAPermutationOfItsOwn()
    {
        int[] first = Order(50, 1, 0, 0);
        Assert.Equal(Enumerable.Range(0, 50), first.Order());
        Assert.Equal(first, Order(50, 1, 0, 0));
        Assert.NotEqual(first, Order(50, 1, 0, 1));
        Assert.NotEqual(first, Order(50, 1, 1, 0));
        Assert.NotEqual(first, Order(50, 2, 0, 0));
    }

    // A checkpoint relies on the order staying the same from version to version.
    [Fact]
    public void TheOrderNeverChanges() => Assert.Equal([3, 6, 1, 5, 2, 4, 7, 0], Order(8, 1, 0, 0));

    [Fact]
    public void EveryImageComesFirstAboutEquallyOften()
    {
        var counts = new int[5];
        for (int epoch = 0; epoch < 5000; epoch++)
            counts[Order(5, 3, 0, epoch)[0]]++;
        Assert.All(counts, count => Assert.InRange(count, 880, 1120));
    }

    private static int[] Order(int count, ulong seed, int stage, long epoch)
    {
        var order = new int[count];
        DataOrder.Permute(order, seed, stage, epoch);
        return order;
    }
}
