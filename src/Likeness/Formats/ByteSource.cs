using System.IO.Compression;

namespace Likeness.Formats;

/// <summary>The bytes of a data file, plain or gzip, read in order; ends and damage are reported with the file's name.</summary>
internal sealed class ByteSource : IDisposable
{
    // Deflate cannot expand by more than this, so a header that promises more is a lie.
    private const long LargestExpansion = 1032;
    private readonly Stream _stream;

    private ByteSource(Stream stream, string name, long mostBytes) => (_stream, Name, MostBytes) = (stream, name, mostBytes);

    /// <summary>What messages call this source.</summary>
    public string Name { get; }

    /// <summary>The most bytes it can possibly hold; checked before anything is allocated.</summary>
    public long MostBytes { get; }

    /// <summary>Opens a file; gzip is recognised by its first two bytes, not by its name.</summary>
    public static ByteSource Open(string path)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(path, "cannot be opened", "check that the file exists and may be read", error);
        }
        return Wrap(file, path);
    }

    /// <summary>Reads a seekable stream; <paramref name="name"/> stands for the file in messages.</summary>
    public static ByteSource Wrap(Stream stream, string name)
    {
        int first = stream.ReadByte(), second = stream.ReadByte();
        stream.Position = 0;
        return first == 0x1F && second == 0x8B
            ? new ByteSource(new GZipStream(stream, CompressionMode.Decompress), name, stream.Length * LargestExpansion)
            : new ByteSource(stream, name, stream.Length);
    }

    /// <summary>Fills <paramref name="buffer"/>, which holds <paramref name="what"/>.</summary>
    public void ReadExactly(Span<byte> buffer, string what)
    {
        int read = ReadAtMost(buffer);
        if (read < buffer.Length)
            throw new DataFileException(Name, $"ends inside {what}: {buffer.Length} bytes expected, {read} found",
                "the file is cut short; fetch it again");
    }

    /// <summary>Throws when anything follows.</summary>
    public void ExpectEnd()
    {
        if (ReadAtMost(stackalloc byte[1]) != 0)
            throw new DataFileException(Name, "goes on after its last item", "the header and the content disagree; fetch the file again");
    }

    /// <summary>Everything up to the end.</summary>
    public byte[] ReadToEnd()
    {
        using var all = new MemoryStream();
        try
        {
            _stream.CopyTo(all);
        }
        catch (InvalidDataException error)
        {
            throw Damaged(error);
        }
        return all.ToArray();
    }

    public void Dispose() => _stream.Dispose();

    private int ReadAtMost(Span<byte> buffer)
    {
        try
        {
            return _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException error)
        {
            throw Damaged(error);
        }
    }

    private DataFileException Damaged(Exception cause) => new(Name, "its gzip data are damaged or cut short", "fetch the file again",
        cause);
}
