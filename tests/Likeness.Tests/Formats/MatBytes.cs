using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Likeness.Tests.Formats;

/// <summary>Builds MATLAB 5 files by hand, of either byte order.</summary>
internal sealed class MatBytes(bool bigEndian = false)
{
    public byte[] File(params byte[][] elements)
    {
        var header = new byte[128];
        Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, made by a test".PadRight(124), header);
        (header[124], header[125], header[126], header[127]) = bigEndian ? ((byte)1, (byte)0, (byte)'M', (byte)'I')
            : ((byte)0, (byte)1, (byte)'I', (byte)'M');
        return [.. header, .. elements.SelectMany(element => element)];
    }

    /// <summary>An array element: class, sizes, name, then the given parts.</summary>
    public byte[] Matrix(byte kind, int[] sizes, string name, params byte[][] parts) => Element(14,
    [
        .. Element(6, [.. Word(kind), .. Word(0)]),
        .. Element(5, [.. sizes.SelectMany(Word)]),
        .. Element(1, Encoding.ASCII.GetBytes(name)),
        .. parts.SelectMany(part => part),
    ]);

    public byte[] Element(int kind, byte[] content) => [.. Word(kind), .. Word(content.Length), .. content,
        .. new byte[(8 - content.Length % 8) % 8]];

    /// <summary>The short form: up to four bytes of content beside the tag.</summary>
    public byte[] Small(int kind, byte[] content) => [.. Word(content.Length << 16 | kind), .. content, .. new byte[4 - content.Length]];

    public byte[] Compressed(byte[] element)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(element);
        return [.. Word(15), .. Word((int)packed.Length), .. packed.ToArray()];
    }

    public byte[] Word(int value)
    {
        var bytes = new byte[4];
        if (bigEndian)
            BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
