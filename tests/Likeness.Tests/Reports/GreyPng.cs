using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Likeness.Tests.Reports;

/// <summary>Writes an 8-bit grey PNG: the least a report needs to have pictures.</summary>
internal static class GreyPng
{
    public static byte[] Encode(byte[,] pixels)
    {
        var (height, width) = (pixels.GetLength(0), pixels.GetLength(1));
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Chunk(file, "IHDR", header);
        Chunk(file, "IDAT", Compressed(pixels));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Compressed(byte[,] pixels)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
            for (var y = 0; y < pixels.GetLength(0); y++)
            {
                zlib.WriteByte(0);
                for (var x = 0; x < pixels.GetLength(1); x++)
                    zlib.WriteByte(pixels[y, x]);
            }
        return packed.ToArray();
    }

    private static void Chunk(Stream file, string type, byte[] data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.Write(word);
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc(named));
        file.Write(word);
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xedb88320 ^ (crc >> 1) : crc >> 1;
        }
        return ~crc;
    }
}
