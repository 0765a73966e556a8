using Likeness.Evaluation;
using Likeness.Experiments;
using Likeness.Formats;
using Likeness.Models;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.Experiments;

public sealed class ImageInputTests : IDisposable
{
    private static readonly ImageShape Shape = new(2, 3, 1);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void PngIsReadAsOneImage()
    {
        PngWriter.Write(folder["x.png"], new PixelImage(2, 3, 1, [0, 51, 102, 153, 204, 255]));
        ImageBatch read = ImageInput.Read(folder["x.png"], Shape);
        Assert.Equal(1, read.Count);
        Assert.Equal(0.2f, read.Values[1], 6);
    }

    [Fact]
    public void ColourIsMadeGreyWhereGreyIsWanted()
    {
        PngWriter.Write(folder["x.png"], new PixelImage(2, 3, 3, [.. Enumerable.Repeat((byte)255, 18)]));
        Assert.All(ImageInput.Read(folder["x.png"], Shape).Values, value => Assert.Equal(1, value));
    }

    [Fact]
    public void ArraysAreReadAsBytesOrParts()
    {
        Npy.Write(folder["f.npy"], NumericArray.Of([0, 0.5f, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1], 2, 2, 3));
        Assert.Equal([0, 0.5f, 1, 1], ImageInput.Read(folder["f.npy"], Shape).Values[..4]);
        Idx.Write(folder["i"], NumericArray.Of(new byte[] { 0, 255, 51, 0, 0, 0 }, 1, 2, 3));
        Assert.Equal([0, 1, 0.2f], ImageInput.Read(folder["i"], Shape).Values[..3].Select(value => MathF.Round(value, 6)));
    }

    [Fact]
    public void OtherSizeNamesBothSizes()
    {
        PngWriter.Write(folder["x.png"], new PixelImage(3, 3, 1, new byte[9]));
        Assert.Contains("holds images of 3x3x1, the run takes 2x3x1", Assert.Throws<DataFileException>(() => ImageInput.Read(folder["x.png"], Shape)).Message);
        Npy.Write(folder["x.npy"], NumericArray.Of([1f, 2], 2));
        Assert.Contains("holds an array [2], no images", Assert.Throws<DataFileException>(() => ImageInput.Read(folder["x.npy"], Shape)).Message);
        Assert.Contains("does not exist", Assert.Throws<DataFileException>(() => ImageInput.Read(folder["none.png"], Shape)).Message);
    }
}
