using System.IO.Compression;
using Likeness.Formats;
using Xunit;

namespace Likeness.Tests.Formats;

public sealed class IdxTests
{
    private static readonly NumericArray Images = NumericArray.Of(Enumerable.Range(0, 24).Select(i => (byte)(i * 10)).ToArray(), 2, 4, 3);

    [Theory]
    [InlineData("images")]
    [InlineData("images.gz")]
    public void Written_files_read_back(string name)
    {
        using var folder = new TemporaryFolder();
        Idx.Write(folder[name], Images);
        var read = Idx.Read(folder[name]);
        Assert.Equal(ElementType.U8, read.Type);
        Assert.Equal([2, 4, 3], read.Shape);
        Assert.Equal(Images.Bytes.ToArray(), read.Bytes.ToArray());
        Assert.Equal(name.EndsWith(".gz"), File.ReadAllBytes(folder[name])[0] == 0x1F);
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        using var stream = new MemoryStream();
        Idx.Write(stream, NumericArray.Of((byte[])[7, 9], 2));
        Assert.Equal([0, 0, 8, 1, 0, 0, 0, 2, 7, 9], stream.ToArray());
    }

    [Fact]
    public void Signed_16_bit_labels_and_floats_are_big_endian()
    {
        var labels = Read([0, 0, 0x0B, 1, 0, 0, 0, 2, 0x01, 0x02, 0xFF, 0xFE]);
        Assert.Equal([258, -2], labels.ToInt32s());
        var floats = Read([0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3F, 0x80, 0, 0]);
        Assert.Equal([1f], floats.ToSingles());
    }

    [Theory]
    [InlineData("50,4B,03,04,0,0,0,0", "magic number 1347093252 is not IDX")]
    [InlineData("0,0,7,1,0,0,0,0", "is not IDX")]
    [InlineData("0,0,8,3,0,0", "ends inside the sizes: 12 bytes expected, 2 found")]
    [InlineData("0,0,8,1,0,0,0,4,1,2", "ends inside its 4 elements")]
    [InlineData("0,0,8,3,7F,FF,FF,FF,7F,FF,FF,FF,7F,FF,FF,FF", "more than the file can hold")]
    [InlineData("0,0,8,5,40,0,0,0,40,0,0,0,40,0,0,0,40,0,0,0,40,0,0,0", "more than the file can hold")]
    [InlineData("0,0,8,1,FF,FF,FF,FF", "is negative")]
    [InlineData("0,0,8,1,0,0,0,1,5,6", "goes on after its last item")]
    [InlineData("", "ends inside the magic number")]
    public void Bad_files_are_named_and_explained(string hex, string message)
    {
        var error = Assert.Throws<DataFileException>(() => Read(Bytes(hex)));
        Assert.Contains("the stream: ", error.Message);
        Assert.Contains(message, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_gzip_cut_short_or_damaged_is_refused()
    {
        using var packed = new MemoryStream();
        Idx.Write(packed, NumericArray.Of(Enumerable.Range(0, 5000).Select(i => (byte)(i * i * 31 >> 3)).ToArray(), 50, 10, 10),
            gzip: true);
        var bytes = packed.ToArray();
        Assert.Throws<DataFileException>(() => Read(bytes[..(bytes.Length / 2)]));
        bytes[bytes.Length / 2] ^= 0x55;
        Assert.Throws<DataFileException>(() => Read(bytes));
    }

    [Fact]
    public void A_gzip_header_that_promises_gigabytes_allocates_nothing()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write([0, 0, 8, 1, 0x7F, 0xFF, 0xFF, 0xC7]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataFileException>(() => Read(packed.ToArray()));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<DataFileException>(() => Idx.Read("no/such/file.gz"));
        Assert.Contains("no/such/file.gz: cannot be opened", error.Message);
    }

    private static NumericArray Read(byte[] bytes) => Idx.Read(new MemoryStream(bytes), "the stream");

    private static byte[] Bytes(string hex) =>
        hex.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => Convert.ToByte(part, 16)).ToArray();
}
