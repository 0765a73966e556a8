using Likeness.Formats;
using Xunit;

namespace Likeness.Tests.Formats;

public sealed class ImageGridTests
{
    [Fact]
    public void Pictures_lie_row_by_row_with_padding_and_enlargement()
    {
        byte[] three = [1, 2, 3];
        var sheet = ImageGrid.Compose(three, 1, 1, 1, new ImageGridOptions(Columns: 2, Padding: 1, Scale: 2, LightGround: true));
        Assert.Equal((7, 7, 1), (sheet.Height, sheet.Width, sheet.Channels));
        const byte o = 255;
        byte[] expected =
        [
            o, o, o, o, o, o, o,
            o, 1, 1, o, 2, 2, o,
            o, 1, 1, o, 2, 2, o,
            o, o, o, o, o, o, o,
            o, 3, 3, o, o, o, o,
            o, 3, 3, o, o, o, o,
            o, o, o, o, o, o, o,
        ];
        Assert.Equal(expected, sheet.Pixels);
    }

    [Fact]
    public void Colours_stay_together()
    {
        byte[] two = [1, 2, 3, 4, 5, 6];
        var sheet = ImageGrid.Compose(two, 1, 1, 3, new ImageGridOptions(Columns: 2, Padding: 0));
        Assert.Equal(two, sheet.Pixels);
    }

    [Fact]
    public void Floats_are_rounded_and_clipped() =>
        Assert.Equal([0, 0, 128, 255, 255, 0], ImageGrid.ToBytes([-1f, 0f, 0.5f, 1f, 7f, float.NaN]));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 5)]
    [InlineData(64, 8)]
    [InlineData(100, 10)]
    [InlineData(7, 3)]
    public void Columns_are_near_square_and_rows_full_where_possible(int count, int columns) =>
        Assert.Equal(columns, ImageGrid.NearSquare(count));

    [Fact]
    public void Bytes_that_are_no_whole_number_of_pictures_are_refused()
    {
        Assert.Contains("5 bytes", Assert.Throws<ArgumentException>(() => ImageGrid.Compose(new byte[5], 2, 2, 1)).Message);
        Assert.Throws<ArgumentException>(() => ImageGrid.Compose(new byte[4], 2, 2, 1, new ImageGridOptions(Scale: 0)));
    }
}
