using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Likeness.Formats;
using Xunit;

namespace Likeness.Tests.Formats;

public sealed class PngTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 7, 1)]
    [InlineData(6, 9, 3)]
    public void Written_pictures_read_back(int height, int width, int channels)
    {
        var pixels = Enumerable.Range(0, height * width * channels).Select(i => (byte)(i * 37 + i * i)).ToArray();
        using var stream = new MemoryStream();
        PngWriter.Write(stream, new PixelImage(height, width, channels, pixels));
        var read = PngReader.Read(stream.ToArray(), "picture");
        Assert.Equal((height, width, channels), (read.Height, read.Width, read.Channels));
        Assert.Equal(pixels, read.Pixels);
    }

    [Fact]
    public void All_five_filters_are_undone()
    {
        // Row r of a 3x2 RGB picture is stored with filter r; decoded by hand: every value is 10 more than its prediction.
        byte[] raw = [0, .. Ten(6), 1, .. Ten(6), 2, .. Ten(6), 3, .. Ten(6), 4, .. Ten(6)];
        var image = PngReader.Read(Png(2, 5, 8, 2, raw), "picture");
        Assert.Equal([10, 10, 10, 10, 10, 10], image.Pixels[..6]);
        Assert.Equal([10, 10, 10, 20, 20, 20], image.Pixels[6..12]);
        Assert.Equal([20, 20, 20, 30, 30, 30], image.Pixels[12..18]);
        Assert.Equal([20, 20, 20, 35, 35, 35], image.Pixels[18..24]);
        Assert.Equal([30, 30, 30, 45, 45, 45], image.Pixels[24..30]);
    }

    [Fact]
    public void The_Paeth_filter_takes_up_corner_and_left_in_turn()
    {
        // By hand: predictions of the second row are 20 (up), 20 (corner), 80 (up), 81 (left).
        byte[] raw = [0, 20, 30, 80, 80, 4, 246, 1, 1, 1];
        Assert.Equal([10, 21, 81, 82], PngReader.Read(Png(4, 2, 8, 0, raw), "picture").Pixels[4..]);
    }

    [Theory]
    [InlineData(1, 0, "00,A0", "255,0,255,0")]
    [InlineData(2, 0, "00,1B", "0,85,170,255")]
    [InlineData(4, 0, "00,0F,84", "0,255,136,68")]
    [InlineData(16, 0, "00,12,34,56,78,9A,BC,DE,F0", "18,86,154,222")]
    [InlineData(8, 4, "00,0A,FF,14,00,1E,80,28,01", "10,20,30,40")]
    public void Grey_of_every_depth_becomes_8_bits(int depth, int colour, string row, string expected)
    {
        var image = PngReader.Read(Png(4, 1, depth, colour, Hex(row)), "picture");
        Assert.Equal(1, image.Channels);
        Assert.Equal(expected, string.Join(",", image.Pixels));
    }

    [Fact]
    public void Palettes_and_transparency_become_rgb()
    {
        var looked = PngReader.Read(Png(4, 1, 2, 3, [0, 0b00_01_10_00], [1, 2, 3, 4, 5, 6, 7, 8, 9]), "picture");
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3], looked.Pixels);
        var opaque = PngReader.Read(Png(1, 1, 8, 6, [0, 11, 12, 13, 99]), "picture");
        Assert.Equal([11, 12, 13], opaque.Pixels);
    }

    [Fact]
    public void Damage_is_found_and_named()
    {
        var sound = Png(4, 1, 8, 0, [0, 1, 2, 3, 4]);
        var flipped = (byte[])sound.Clone();
        flipped[20] ^= 1;
        Fails(flipped, "the checksum of chunk IHDR is wrong");
        Fails(sound[..^12], "ends before its last chunk");
        Fails(sound[..46], "more than are left");
        Fails([1, 2, 3], "is not a PNG picture");
        Fails(Png(4, 1, 8, 0, [0, 1, 2]), "damaged or cut short");
        Fails(Png(4, 1, 8, 0, [9, 1, 2, 3, 4]), "uses filter 9");
        Fails(Png(4, 1, 3, 0, [0, 1]), "colour type 0 at 3 bits");
        Fails(Png(4, 1, 8, 0, [0, 1, 2, 3, 4], interlace: 1), "is interlaced; save it without interlacing");
        Fails(Png(4, 1, 8, 3, [0, 0, 1, 2, 3], [1, 2, 3]), "uses colour 1 of a palette of 1");
        Fails(Png(1 << 20, 1 << 20, 8, 0, [0]), "claims 1048576 rows");
    }

    [Fact]
    public void An_animation_is_a_png_with_its_frames_in_sequence()
    {
        var frames = Enumerable.Range(0, 3).Select(i => new PixelImage(2, 2, 1, [(byte)i, 0, 0, 9])).ToArray();
        using var stream = new MemoryStream();
        PngWriter.WriteAnimation(stream, frames, 40, 900);
        var bytes = stream.ToArray();
        Assert.Equal(frames[0].Pixels, PngReader.Read(bytes, "animation").Pixels);
        var chunks = Chunks(bytes);
        Assert.Equal(["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal(3, BinaryPrimitives.ReadInt32BigEndian(chunks[1].Content));
        Assert.Equal([0, 1, 2, 3, 4], chunks.Where(chunk => chunk.Type is "fcTL" or "fdAT").Select(chunk =>
            BinaryPrimitives.ReadInt32BigEndian(chunk.Content)));
        Assert.Equal([40, 40, 900], chunks.Where(chunk => chunk.Type == "fcTL").Select(chunk =>
            BinaryPrimitives.ReadUInt16BigEndian(chunk.Content.AsSpan(20))));
        using var plain = new ZLibStream(new MemoryStream(chunks[7].Content[4..]), CompressionMode.Decompress);
        var last = new byte[6];
        plain.ReadExactly(last);
        Assert.Equal(2, last[1]);
    }

    [Fact]
    public void Frames_of_two_sizes_are_refused()
    {
        PixelImage[] frames = [new(1, 1, 1, [0]), new(1, 2, 1, [0, 0])];
        var error = Assert.Throws<ArgumentException>(() => PngWriter.WriteAnimation(new MemoryStream(), frames, 40));
        Assert.Contains("1x2x1", error.Message);
        Assert.Throws<ArgumentException>(() => PngWriter.WriteAnimation(new MemoryStream(), [], 40));
    }

    private static void Fails(byte[] file, string message)
    {
        var error = Assert.Throws<DataFileException>(() => PngReader.Read(file, "picture.png"));
        Assert.StartsWith("picture.png: ", error.Message);
        Assert.Contains(message, error.Message);
    }

    private static byte[] Ten(int count) => Enumerable.Repeat((byte)10, count).ToArray();

    private static byte[] Hex(string text) => text.Split(',').Select(part => Convert.ToByte(part, 16)).ToArray();

    private static byte[] Png(int width, int height, int depth, int colour, byte[] raw, byte[]? palette = null, byte interlace = 0)
    {
        using var stream = new MemoryStream();
        stream.Write(PngChunk.Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colour, interlace);
        PngChunk.Write(stream, "IHDR", header);
        if (palette is not null)
            PngChunk.Write(stream, "PLTE", palette);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(raw);
        // Two chunks: readers must join them.
        PngChunk.Write(stream, "IDAT", packed.ToArray().AsSpan(0, 3));
        PngChunk.Write(stream, "IDAT", packed.ToArray().AsSpan(3));
        PngChunk.Write(stream, "IEND", []);
        return stream.ToArray();
    }

    private static List<(string Type, byte[] Content)> Chunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }
        return chunks;
    }
}
