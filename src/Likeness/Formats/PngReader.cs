using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Likeness.Formats;

/// <summary>Reads PNG pictures of every colour type and depth as 8-bit grey or RGB: 16-bit samples keep their high byte, palettes are
/// looked up, transparency is dropped. Interlaced pictures are refused.</summary>
public static class PngReader
{
    private const long LargestPicture = 1 << 28;

    /// <summary>Reads a file. Throws <see cref="DataFileException"/> for anything that is not a sound PNG.</summary>
    public static PixelImage Read(string path)
    {
        using var source = ByteSource.Open(path);
        return Read(source.ReadToEnd(), path);
    }

    /// <summary>Reads a picture in memory; <paramref name="name"/> stands for the file in messages.</summary>
    public static PixelImage Read(ReadOnlyMemory<byte> file, string name)
    {
        if (!file.Span.StartsWith(PngChunk.Signature))
            throw new DataFileException(name, "is not a PNG picture", "convert it to PNG");
        PngHeader? header = null;
        byte[] palette = [];
        using var packed = new MemoryStream();
        int at = 8;
        while (NextChunk(file, ref at, name, out string type, out var content) && type != "IEND")
        {
            if (type == "IHDR")
                header = ReadHeader(content.Span, name);
            else if (type == "PLTE")
                palette = content.ToArray();
            else if (type == "IDAT")
                packed.Write(content.Span);
        }
        if (header is null)
            throw Damaged(name, "has no header chunk");
        packed.Position = 0;
        return new PixelImage(header.Height, header.Width, header.IsGrey ? 1 : 3, Unpack(packed, header, palette, name));
    }

    private static bool NextChunk(ReadOnlyMemory<byte> file, ref int at, string name, out string type, out ReadOnlyMemory<byte> content)
    {
        if (file.Length - at < 12)
            throw Damaged(name, "ends before its last chunk");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(file.Span[at..]);
        if (length > file.Length - at - 12)
            throw Damaged(name, $"a chunk at byte {at} claims {length} bytes, more than are left");
        var body = file.Slice(at + 4, (int)length + 4);
        type = Encoding.Latin1.GetString(body.Span[..4]);
        content = body[4..];
        if (Crc32.Append(0, body.Span) != BinaryPrimitives.ReadUInt32BigEndian(file.Span[(at + 8 + (int)length)..]))
            throw Damaged(name, $"the checksum of chunk {type} is wrong");
        at += 12 + (int)length;
        return true;
    }

    private static PngHeader ReadHeader(ReadOnlySpan<byte> content, string name)
    {
        if (content.Length != 13)
            throw Damaged(name, "its header chunk has a wrong size");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(content), height = BinaryPrimitives.ReadUInt32BigEndian(content[4..]);
        if (width == 0 || height == 0 || (ulong)width * height > LargestPicture)
            throw Damaged(name, $"claims {height} rows of {width} pixels");
        var header = new PngHeader((int)height, (int)width, content[8], content[9]);
        if (!header.IsValid)
            throw Damaged(name, $"has colour type {header.ColourType} at {header.Depth} bits, which PNG does not know");
        if (content[12] != 0)
            throw new DataFileException(name, "is interlaced", "save it without interlacing");
        return header;
    }

    private static byte[] Unpack(Stream packed, PngHeader header, byte[] palette, string name)
    {
        var pixels = new byte[header.Height * header.Width * (header.IsGrey ? 1 : 3)];
        byte[] row = new byte[header.RowBytes], above = new byte[header.RowBytes], filter = new byte[1];
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        try
        {
            for (int y = 0; y < header.Height; y++)
            {
                zlib.ReadExactly(filter);
                zlib.ReadExactly(row);
                if (!PngFilter.Decode(filter[0], row, above, header.PixelBytes))
                    throw Damaged(name, $"row {y} uses filter {filter[0]}, which PNG does not know");
                header.Convert(row, palette, pixels.AsSpan(y * (pixels.Length / header.Height), pixels.Length / header.Height), name);
                (row, above) = (above, row);
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new DataFileException(name, "its pixels are damaged or cut short", "fetch or save the picture again", error);
        }
        return pixels;
    }

    private static DataFileException Damaged(string name, string problem) =>
        new(name, problem, "the picture is damaged; fetch or save it again");
}
