using Likeness.Formats;
using Xunit;

namespace Likeness.Tests.Formats;

public sealed class NumericArrayTests
{
    [Fact]
    public void Sizes_must_agree()
    {
        var error = Assert.Throws<ArgumentException>(() => NumericArray.Of([1f, 2f], 3));
        Assert.Equal("F32 array of shape [3] needs 12 bytes, got 8", error.Message);
        Assert.Throws<InvalidOperationException>(() => NumericArray.Of([1f]).AsSpan<double>().Length);
    }

    [Fact]
    public void Numbers_convert_and_fractions_do_not_become_integers()
    {
        Assert.Equal([1f, -2f], NumericArray.Of((int[])[1, -2]).ToSingles());
        Assert.Equal([3, 4], NumericArray.Of([3.0, 4.0]).ToInt32s());
        Assert.Contains("element 1 is 0.5", Assert.Throws<OverflowException>(() => NumericArray.Of([3.0, 0.5]).ToInt32s()).Message);
        Assert.Throws<OverflowException>(() => NumericArray.Of([double.NaN]).ToInt32s());
    }
}
