using System.IO.Compression;

namespace Likeness.Formats;

/// <summary>Reads and writes NPY, the array file of NumPy (versions 1 to 3, either byte order, C or Fortran order),
/// and reads NPZ, a ZIP archive of them.</summary>
public static class Npy
{
    /// <summary>Reads an .npy file. Throws <see cref="DataFileException"/> for a wrong header, an early end or trailing bytes.</summary>
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

    /// <summary>Reads the arrays of an .npz archive, in the archive's order, named without ".npy".</summary>
    public static IReadOnlyList<NamedArray> ReadArchive(string path)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            var entries = archive.Entries.Where(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal));
            return entries.Select(entry => ReadEntry(entry, path)).ToArray();
        }
        catch (InvalidDataException error)
        {
            throw new DataFileException(path, "is not a readable ZIP archive", "write it with numpy.savez or numpy.savez_compressed",
                error);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new DataFileException(path, "cannot be opened", "check that the file exists and may be read", error);
        }
    }

    /// <summary>Writes an .npy file, atomically, in C order and little-endian.</summary>
    public static void Write(string path, NumericArray array) => AtomicFile.Write(path, stream => Write(stream, array));

    /// <summary>Writes an array to a stream.</summary>
    public static void Write(Stream stream, NumericArray array)
    {
        stream.Write(NpyHeader.Write(array));
        stream.Write(array.Bytes.Span);
    }

    private static NumericArray Read(ByteSource source)
    {
        var header = NpyHeader.Read(source);
        long total = ShapeSize.Count(header.Shape) * header.Type.Size();
        if (total > source.MostBytes || total > Array.MaxLength)
            throw new DataFileException(source.Name,
                $"its header promises an array of shape ({string.Join(", ", header.Shape)}), more than the file can hold",
                "the file is cut short or damaged; write it anew");
        var bytes = new byte[total];
        source.ReadExactly(bytes, $"its {string.Join("x", header.Shape)} elements");
        source.ExpectEnd();
        for (int i = 0, size = header.Type.Size(); header.BigEndian && i < bytes.Length; i += size)
            bytes.AsSpan(i, size).Reverse();
        if (header.FortranOrder && header.Shape.Length > 1)
            bytes = RowMajor.FromColumnMajor(bytes, header.Shape, header.Type.Size());
        return new NumericArray(header.Type, header.Shape, bytes);
    }

    private static NamedArray ReadEntry(ZipArchiveEntry entry, string path)
    {
        if (entry.Length > Array.MaxLength)
            throw new DataFileException(path, $"its array '{entry.Name}' takes {entry.Length} bytes", "split it into arrays below 2 GB");
        using var plain = new MemoryStream();
        using (var packed = entry.Open())
            packed.CopyTo(plain);
        plain.Position = 0;
        return new NamedArray(entry.FullName[..^4], Read(plain, $"{path} ({entry.FullName})"));
    }
}
