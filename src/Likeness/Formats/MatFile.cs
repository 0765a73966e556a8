using System.Buffers.Binary;
using System.IO.Compression;

namespace Likeness.Formats;

/// <summary>Reads MATLAB 5 files (.mat, "-v5" to "-v7"): numeric, logical, character and cell arrays, plain or compressed, of either
/// byte order. Structures, sparse arrays and objects are named but not read; version 7.3 files (HDF5) are refused.</summary>
public static class MatFile
{
    private const int HeaderSize = 128;

    /// <summary>The variables of a file by name, in the file's order. Throws <see cref="DataFileException"/> for a damaged file.</summary>
    public static IReadOnlyDictionary<string, MatValue> Read(string path)
    {
        using var source = ByteSource.Open(path);
        return Read(source.ReadToEnd(), path);
    }

    /// <summary>The variables of a file in memory; <paramref name="name"/> stands for the file in messages.</summary>
    public static IReadOnlyDictionary<string, MatValue> Read(byte[] file, string name)
    {
        bool swapped = CheckHeader(file, name);
        var variables = new Dictionary<string, MatValue>();
        var top = new MatElements(file.AsMemory(HeaderSize), swapped, name);
        while (top.Next(out var element))
        {
            var (kind, content) = (element.Kind, element.Content);
            if (kind == MatKind.Compressed)
                (kind, content) = Inflate(content, swapped, name);
            if (kind != MatKind.Matrix)
                continue;
            var (label, value) = MatMatrix.Parse(content, swapped, name, depth: 0);
            if (label.Length > 0)
                variables[label] = value;
        }
        return variables;
    }

    private static bool CheckHeader(byte[] file, string name)
    {
        if (file.Length < HeaderSize || !file.AsSpan().StartsWith("MATLAB"u8))
            throw new DataFileException(name, "is not a MATLAB file", "expected 128 bytes of header that begin with 'MATLAB'");
        bool swapped = file[126] == 'M';
        int version = swapped ? file[124] : file[125];
        if (version != 1)
            throw new DataFileException(name, $"is a MATLAB file of version {version}",
                "only version 5 to 7 files are read: save it with '-v7'");
        return swapped;
    }

    private static (MatKind, ReadOnlyMemory<byte>) Inflate(ReadOnlyMemory<byte> packed, bool swapped, string name)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            zlib.CopyTo(plain);
            var inner = new MatElements(plain.ToArray(), swapped, name);
            return inner.Next(out var element) ? (element.Kind, element.Content) : default;
        }
        catch (InvalidDataException error)
        {
            throw new DataFileException(name, "a compressed element is damaged", "fetch the file again", error);
        }
    }
}

/// <summary>The element kinds of the format that are read.</summary>
internal enum MatKind
{
    Int8 = 1, UInt8 = 2, Int16 = 3, UInt16 = 4, Int32 = 5, UInt32 = 6, Single = 7, Double = 9, Int64 = 12,
    Matrix = 14, Compressed = 15, Utf8 = 16, Utf16 = 17,
}

internal readonly record struct MatElement(MatKind Kind, ReadOnlyMemory<byte> Content);

/// <summary>Walks the tagged elements of a block: kind, length, content, padding to 8 bytes (small ones share one word).</summary>
internal sealed class MatElements(ReadOnlyMemory<byte> block, bool swapped, string name)
{
    private int _at;

    /// <summary>The next element; false at the end.</summary>
    public bool Next(out MatElement element)
    {
        element = default;
        if (_at + 8 > block.Length)
            return false;
        uint tag = Word(_at), small = tag >> 16, length = small != 0 ? small : Word(_at + 4);
        int start = small != 0 ? _at + 4 : _at + 8;
        if (length > block.Length - start || (small != 0 && small > 4))
            throw new DataFileException(name, $"an element at byte {_at} of its block claims {length} bytes, more than are left",
                "the file is cut short or damaged; fetch it again");
        var kind = (MatKind)(small != 0 ? tag & 0xFFFF : tag);
        element = new MatElement(kind, block.Slice(start, (int)length));
        // Compressed elements are not padded.
        _at = small != 0 ? _at + 8 : kind == MatKind.Compressed ? start + (int)length : start + ((int)length + 7) / 8 * 8;
        return true;
    }

    /// <summary>The next element, which must exist.</summary>
    public MatElement Expect(string what) => Next(out var element)
        ? element
        : throw new DataFileException(name, $"an array ends before its {what}", "the file is damaged; fetch it again");

    private uint Word(int at)
    {
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(block.Span[at..]);
        return swapped ? BinaryPrimitives.ReverseEndianness(word) : word;
    }
}
