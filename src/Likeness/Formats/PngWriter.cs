using System.Buffers.Binary;
using System.IO.Compression;

namespace Likeness.Formats;

/// <summary>Writes 8-bit grey and RGB pictures as PNG, and sequences of them as animated PNG (APNG).
/// The same pixels give the same bytes: no times or texts are stored.</summary>
public static class PngWriter
{
    /// <summary>Writes a PNG file, atomically.</summary>
    public static void Write(string path, PixelImage image) => AtomicFile.Write(path, stream => Write(stream, image));

    /// <summary>Writes a PNG to a stream.</summary>
    public static void Write(Stream stream, PixelImage image)
    {
        WriteHeader(stream, image);
        PngChunk.Write(stream, "IDAT", Deflate(image));
        PngChunk.Write(stream, "IEND", []);
    }

    /// <summary>Writes an animated PNG file, atomically; see the stream version.</summary>
    public static void WriteAnimation(string path, IReadOnlyList<PixelImage> frames, int frameMilliseconds,
        int lastFrameMilliseconds = 0) =>
        AtomicFile.Write(path, stream => WriteAnimation(stream, frames, frameMilliseconds, lastFrameMilliseconds));

    /// <summary>Writes an animated PNG that repeats for ever; programs that know only PNG show its first frame.
    /// Frames must have one size. The last one is held for <paramref name="lastFrameMilliseconds"/> when that is positive.</summary>
    public static void WriteAnimation(Stream stream, IReadOnlyList<PixelImage> frames, int frameMilliseconds, int lastFrameMilliseconds = 0)
    {
        CheckFrames(frames, frameMilliseconds, lastFrameMilliseconds);
        WriteHeader(stream, frames[0]);
        var control = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(control, frames.Count);
        PngChunk.Write(stream, "acTL", control);
        int sequence = 0;
        for (int i = 0; i < frames.Count; i++)
        {
            bool held = i == frames.Count - 1 && lastFrameMilliseconds > 0;
            PngChunk.Write(stream, "fcTL", FrameControl(sequence++, frames[i], held ? lastFrameMilliseconds : frameMilliseconds));
            if (i == 0)
                PngChunk.Write(stream, "IDAT", Deflate(frames[i]));
            else
                PngChunk.Write(stream, "fdAT", WithSequence(sequence++, Deflate(frames[i])));
        }
        PngChunk.Write(stream, "IEND", []);
    }

    private static void CheckFrames(IReadOnlyList<PixelImage> frames, int milliseconds, int last)
    {
        if (frames.Count == 0)
            throw new ArgumentException("an animation needs at least one frame");
        if (milliseconds is < 0 or > ushort.MaxValue || last > ushort.MaxValue)
            throw new ArgumentException($"frame times {milliseconds} and {last} ms must lie in 0..{ushort.MaxValue}");
        foreach (var frame in frames)
            if (frame.Height != frames[0].Height || frame.Width != frames[0].Width || frame.Channels != frames[0].Channels)
                throw new ArgumentException($"frames of {frame.Height}x{frame.Width}x{frame.Channels} and " +
                    $"{frames[0].Height}x{frames[0].Width}x{frames[0].Channels} cannot share an animation");
    }

    private static void WriteHeader(Stream stream, PixelImage image)
    {
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)(image.Channels == 3 ? 2 : 0);
        header[10..].Clear();
        stream.Write(PngChunk.Signature);
        PngChunk.Write(stream, "IHDR", header);
    }

    private static byte[] FrameControl(int sequence, PixelImage frame, int milliseconds)
    {
        var control = new byte[26];
        BinaryPrimitives.WriteInt32BigEndian(control, sequence);
        BinaryPrimitives.WriteInt32BigEndian(control.AsSpan(4), frame.Width);
        BinaryPrimitives.WriteInt32BigEndian(control.AsSpan(8), frame.Height);
        BinaryPrimitives.WriteUInt16BigEndian(control.AsSpan(20), (ushort)milliseconds);
        BinaryPrimitives.WriteUInt16BigEndian(control.AsSpan(22), 1000);
        return control;
    }

    private static byte[] WithSequence(int sequence, byte[] data)
    {
        var content = new byte[data.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(content, sequence);
        data.CopyTo(content, 4);
        return content;
    }

    private static byte[] Deflate(PixelImage image)
    {
        int stride = image.Width * image.Channels;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var filtered = new byte[stride + 1];
            ReadOnlySpan<byte> above = new byte[stride];
            for (int row = 0; row < image.Height; row++)
            {
                var current = image.Pixels.AsSpan(row * stride, stride);
                PngFilter.Encode(current, above, image.Channels, filtered);
                zlib.Write(filtered);
                above = current;
            }
        }
        return packed.ToArray();
    }
}
