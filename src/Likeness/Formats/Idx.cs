using System.Buffers.Binary;
using System.IO.Compression;

namespace Likeness.Formats;

/// <summary>Reads and writes IDX, the format of MNIST: a big-endian header (two zero bytes, element code, rank, sizes), then the
/// elements, big-endian, row-major; plain or gzip. Images are code 8 with rank 3 (magic 2051), labels code 8 with rank 1 (magic
/// 2049).</summary>
public static class Idx
{
    private const int LargestRank = 8;

    /// <summary>Reads a file, plain or gzip. Throws <see cref="DataFileException"/> for a wrong magic number, sizes that the
    /// file cannot hold, an early end, or anything after the last element.</summary>
    public static NumericArray Read(string path)
    {
        using var source = ByteSource.Open(path);
        return Read(source);
    }

    /// <summary>Reads a seekable stream; <paramref name="name"/> stands for the file in messages.</summary>
    public static NumericArray Read(Stream stream, string name)
    {
        using var source = ByteSource.Wrap(stream, name);
        return Read(source);
    }

    /// <summary>Writes a file, atomically; gzip when the name ends in ".gz".</summary>
    public static void Write(string path, NumericArray array) =>
        AtomicFile.Write(path, stream => Write(stream, array, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Writes to a stream. Element types IDX does not know throw <see cref="ArgumentException"/>.</summary>
    public static void Write(Stream stream, NumericArray array, bool gzip = false)
    {
        if (array.Shape.Count is 0 or > LargestRank)
            throw new ArgumentException($"IDX holds 1 to {LargestRank} dimensions, not {array.Shape.Count}");
        using var packed = gzip ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : null;
        var output = packed ?? stream;
        output.Write([0, 0, CodeOf(array.Type), (byte)array.Shape.Count]);
        Span<byte> word = stackalloc byte[4];
        foreach (int size in array.Shape)
        {
            BinaryPrimitives.WriteInt32BigEndian(word, size);
            output.Write(word);
        }
        output.Write(SwapBytes(array.Bytes.ToArray(), array.Type.Size()));
    }

    private static NumericArray Read(ByteSource source)
    {
        Span<byte> magic = stackalloc byte[4];
        source.ReadExactly(magic, "the magic number");
        var type = TypeOf(magic[2]);
        int rank = magic[3];
        if (magic[0] != 0 || magic[1] != 0 || type is null || rank is 0 or > LargestRank)
            throw new DataFileException(source.Name, $"magic number {BinaryPrimitives.ReadUInt32BigEndian(magic)} is not IDX",
                "expected 2051 for images, 2049 for labels; is it another format?");
        var shape = ReadShape(source, rank, type.Value.Size());
        var bytes = new byte[ShapeSize.Count(shape) * type.Value.Size()];
        source.ReadExactly(bytes, $"its {string.Join("x", shape)} elements");
        source.ExpectEnd();
        return new NumericArray(type.Value, shape, SwapBytes(bytes, type.Value.Size()));
    }

    private static int[] ReadShape(ByteSource source, int rank, int elementSize)
    {
        Span<byte> header = stackalloc byte[4 * rank];
        source.ReadExactly(header, "the sizes");
        var shape = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(header[(4 * i)..]);
            if (shape[i] < 0)
                throw new DataFileException(source.Name, $"size {shape[i]} in its header is negative",
                    "the header is damaged; fetch the file again");
        }
        long total = ShapeSize.Count(shape) * elementSize;
        if (total > source.MostBytes || total > Array.MaxLength)
            throw new DataFileException(source.Name, $"its header promises {string.Join("x", shape)} elements, more than the file can hold",
                "the file is cut short or its header is damaged; fetch it again");
        return shape;
    }

    private static byte[] SwapBytes(byte[] bytes, int size)
    {
        for (int i = 0; size > 1 && i < bytes.Length; i += size)
            bytes.AsSpan(i, size).Reverse();
        return bytes;
    }

    private static ElementType? TypeOf(byte code) => code switch
    {
        0x08 => ElementType.U8,
        0x09 => ElementType.I8,
        0x0B => ElementType.I16,
        0x0C => ElementType.I32,
        0x0D => ElementType.F32,
        0x0E => ElementType.F64,
        _ => null,
    };

    private static byte CodeOf(ElementType type) => type switch
    {
        ElementType.U8 or ElementType.Bool => 0x08,
        ElementType.I8 => 0x09,
        ElementType.I16 => 0x0B,
        ElementType.I32 => 0x0C,
        ElementType.F32 => 0x0D,
        ElementType.F64 => 0x0E,
        _ => throw new ArgumentException($"IDX has no code for {type}: convert to U8, I8, I16, I32, F32 or F64"),
    };
}
