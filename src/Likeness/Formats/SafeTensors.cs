using System.Buffers.Binary;

namespace Likeness.Formats;

/// <summary>The content of a safetensors file: arrays in the order of their data, and text metadata.</summary>
public sealed record SafeTensorsContent(IReadOnlyList<NamedArray> Arrays, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The array called <paramref name="name"/>; throws <see cref="KeyNotFoundException"/> when there is none.</summary>
    public NumericArray this[string name] => Arrays.FirstOrDefault(array => array.Name == name)?.Array
        ?? throw new KeyNotFoundException($"no array '{name}' among {string.Join(", ", Arrays.Select(array => array.Name).Take(8))}");
}

/// <summary>Reads and writes safetensors: 8 bytes of header length, a JSON header, then the arrays end to end.
/// The same arrays and metadata give the same bytes. Element types: F32, F64, I64, I32, I16, U16, U32, I8, U8, BOOL.</summary>
public static class SafeTensors
{
    private const int LargestHeader = 100_000_000;

    /// <summary>Writes a file, atomically. Arrays are laid out by falling element size, then in the given order; metadata by key.</summary>
    public static void Write(string path, IReadOnlyList<NamedArray> arrays, IReadOnlyDictionary<string, string>? metadata = null) =>
        AtomicFile.Write(path, stream => Write(stream, arrays, metadata));

    /// <summary>Writes to a stream. Names must differ and must not be "__metadata__" (<see cref="ArgumentException"/>).</summary>
    public static void Write(Stream stream, IReadOnlyList<NamedArray> arrays, IReadOnlyDictionary<string, string>? metadata = null)
    {
        // Wide elements first, as the reference writer does: then every array is aligned to its element size.
        var ordered = arrays.OrderByDescending(array => array.Array.Type.Size()).ToArray();
        var header = SafeTensorsHeader.Write(ordered, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var array in ordered)
            stream.Write(array.Array.Bytes.Span);
    }

    /// <summary>Reads a file. Throws <see cref="DataFileException"/> for a damaged header, offsets that leave gaps, overlap or lie
    /// outside the file, sizes that do not match a shape, or an element type that is not read.</summary>
    public static SafeTensorsContent Read(string path)
    {
        using var source = ByteSource.Open(path);
        return Read(source.ReadToEnd(), path);
    }

    /// <summary>Reads a file in memory; arrays are views of <paramref name="file"/>. <paramref name="name"/> stands for it in
    /// messages.</summary>
    public static SafeTensorsContent Read(ReadOnlyMemory<byte> file, string name)
    {
        if (file.Length < 8)
            throw new DataFileException(name, $"has {file.Length} bytes, too few for safetensors", "the file is cut short; write it anew");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.Span);
        if (length > LargestHeader || length > (ulong)file.Length - 8)
            throw new DataFileException(name, $"claims a header of {length} bytes, more than it holds",
                "it is no safetensors file, or cut short");
        return SafeTensorsHeader.Read(file.Slice(8, (int)length), file[(8 + (int)length)..], name);
    }
}
