using Likeness.Data;
using Xunit;

namespace Likeness.Tests.Data;

public sealed class SomeOfTests
{
    [Fact]
    public void PlacesAreDifferentAndThoseOfFewAreAmongThoseOfMany()
    {
        int[] many = SomeOf.Places(3600, 1000);
        Assert.Equal(1000, many.Distinct().Count());
        Assert.All(many, place => Assert.InRange(place, 0, 3599));
        Assert.Equal(many[..20], SomeOf.Places(3600, 20));
        Assert.Equal(Enumerable.Range(0, 7), SomeOf.Places(7, 9).Order());
    }

    // 36 classes, in turn as in glyphs or one after the other: each keeps about its share.
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void EveryClassKeepsItsShare(int run)
    {
        var counts = SomeOf.Places(3600, 1000).GroupBy(place => place / run % 36).Select(group => group.Count()).ToArray();
        Assert.Equal(36, counts.Length);
        Assert.All(counts, count => Assert.InRange(count, 14, 44));
    }
}
