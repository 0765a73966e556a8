using System.Buffers.Binary;
using System.Text;

namespace Likeness.Formats;

/// <summary>Writes one PNG chunk: length, four-letter type, content, CRC of type and content.</summary>
internal static class PngChunk
{
    /// <summary>The eight bytes every PNG starts with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static void Write(Stream stream, string type, ReadOnlySpan<byte> content)
    {
        Span<byte> head = stackalloc byte[8], tail = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(head, content.Length);
        Encoding.ASCII.GetBytes(type, head[4..]);
        BinaryPrimitives.WriteUInt32BigEndian(tail, Crc32.Append(Crc32.Append(0, head[4..]), content));
        stream.Write(head);
        stream.Write(content);
        stream.Write(tail);
    }
}
