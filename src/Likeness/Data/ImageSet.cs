using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Likeness.Data;

/// <summary>
/// Images of one size as bytes, with or without class labels, all in memory. Slices share the pixels. Points of the plane are images of one
/// pixel with two channels, which are kept as numbers and not as bytes.
/// </summary>
public sealed class ImageSet
{
    /// <summary>Wraps images (not copied). <paramref name="pixels"/> is count x height x width x channels. With
    /// <paramref name="classNames"/>, <paramref name="labels"/> holds one class number an image; without, the set has no labels.
    /// Throws <see cref="ArgumentException"/> when sizes or labels do not agree.</summary>
    public ImageSet(string name, int height, int width, int channels, ReadOnlyMemory<byte> pixels,
        ReadOnlyMemory<int> labels = default, IReadOnlyList<string>? classNames = null)
    {
        int size = checked(height * width * channels);
        if (height <= 0 || width <= 0 || channels <= 0 || pixels.Length % size != 0)
            throw new ArgumentException($"{name}: {pixels.Length} bytes are no whole number of {height}x{width}x{channels} images");
        (Name, Height, Width, Channels, Pixels) = (name, height, width, channels, pixels);
        (Count, Labels, ClassNames) = (pixels.Length / size, labels, classNames ?? []);
        CheckLabels();
    }

    /// <summary>Wraps points of the plane (not copied): 1x1x2, without labels.</summary>
    public ImageSet(PointSet points)
        : this(points.Name, points.Points)
    {
    }

    private ImageSet(string name, ReadOnlyMemory<float> coordinates)
    {
        (Name, Height, Width, Channels, ClassNames) = (name, 1, 1, 2, []);
        (IsPoints, Coordinates, Count) = (true, coordinates, coordinates.Length / 2);
    }

    /// <summary>The set and part, for messages and reports: "mnist test".</summary>
    public string Name { get; }

    /// <summary>The number of images.</summary>
    public int Count { get; }

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; }

    /// <summary>1 for grey, 3 for RGB.</summary>
    public int Channels { get; }

    /// <summary>Numbers in one image: height x width x channels.</summary>
    public int ImageSize => Height * Width * Channels;

    /// <summary>All images, count x height x width x channels (channels last), 0..255; empty for points.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>True for points of the plane.</summary>
    public bool IsPoints { get; }

    /// <summary>All points, count x 2; empty for images.</summary>
    public ReadOnlyMemory<float> Coordinates { get; }

    /// <summary>True when every image has a class.</summary>
    public bool HasLabels => ClassCount > 0;

    /// <summary>One class number an image; empty without labels.</summary>
    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>The names of the classes, by number; empty without labels.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The number of classes, 0 without labels.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>The bytes of image <paramref name="index"/>.</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.Span.Slice(index * ImageSize, ImageSize);

    /// <summary>Fills a span with the values of image <paramref name="start"/> and those after it as models see them: pixels in [0, 1],
    /// coordinates as they are.</summary>
    public void Read(int start, Span<float> values)
    {
        if (IsPoints)
        {
            Coordinates.Span.Slice(start * ImageSize, values.Length).CopyTo(values);
            return;
        }
        ReadOnlySpan<byte> pixels = Pixels.Span.Slice(start * ImageSize, values.Length);
        for (int i = 0; i < values.Length; i++)
            values[i] = pixels[i] / 255f;
    }

    /// <summary>Images start .. start + count - 1; shares the pixels.</summary>
    public ImageSet Slice(int start, int count, string? name = null)
    {
        if (start < 0 || count < 0 || start > Count - count)
            throw new ArgumentOutOfRangeException(nameof(start), $"{Name}: images {start}..{start + count - 1} asked of {Count}");
        if (IsPoints)
            return new ImageSet(name ?? Name, Coordinates.Slice(start * ImageSize, count * ImageSize));
        return new ImageSet(name ?? Name, Height, Width, Channels, Pixels.Slice(start * ImageSize, count * ImageSize),
            HasLabels ? Labels.Slice(start, count) : default, ClassNames);
    }

    /// <summary>The images at <paramref name="indices"/>, in that order (a copy).</summary>
    public ImageSet Subset(ReadOnlySpan<int> indices, string? name = null)
    {
        if (IsPoints)
            return PointsAt(indices, name ?? Name);
        var pixels = new byte[checked(indices.Length * ImageSize)];
        var labels = HasLabels ? new int[indices.Length] : null;
        for (int i = 0; i < indices.Length; i++)
        {
            Image(indices[i]).CopyTo(pixels.AsSpan(i * ImageSize));
            if (labels is not null)
                labels[i] = Labels.Span[indices[i]];
        }
        return new ImageSet(name ?? Name, Height, Width, Channels, pixels, labels, ClassNames);
    }

    /// <summary>The images of the given classes, in order, keeping their class numbers (a copy).</summary>
    public ImageSet OfClasses(params ReadOnlySpan<int> classes)
    {
        if (!HasLabels)
            throw new InvalidOperationException($"{Name} has no labels, so its classes cannot be chosen");
        var kept = new List<int>();
        for (int i = 0; i < Count; i++)
            if (classes.Contains(Labels.Span[i]))
                kept.Add(i);
        return Subset(kept.ToArray());
    }

    /// <summary>The SHA-256 of shape, pixels and labels, in lower-case hexadecimal: what a set is, whatever file it came from.</summary>
    public string Checksum()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var head = new byte[20];
        int[] sizes = [Count, Height, Width, Channels, ClassCount];
        for (int i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4 * i), sizes[i]);
        hash.AppendData(head);
        hash.AppendData(Pixels.Span);
        hash.AppendData(MemoryMarshal.AsBytes(Coordinates.Span));
        var words = new byte[4 * Labels.Length];
        for (int i = 0; i < Labels.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(words.AsSpan(4 * i), Labels.Span[i]);
        hash.AppendData(words);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private ImageSet PointsAt(ReadOnlySpan<int> indices, string name)
    {
        var coordinates = new float[indices.Length * ImageSize];
        for (int i = 0; i < indices.Length; i++)
            Read(indices[i], coordinates.AsSpan(i * ImageSize, ImageSize));
        return new ImageSet(name, coordinates);
    }

    private void CheckLabels()
    {
        if (Labels.Length != (HasLabels ? Count : 0))
            throw new ArgumentException($"{Name}: {Labels.Length} labels and {ClassCount} class names for {Count} images");
        var labels = Labels.Span;
        for (int i = 0; i < labels.Length; i++)
            if ((uint)labels[i] >= (uint)ClassCount)
                throw new ArgumentException($"{Name}: label {labels[i]} of image {i} is outside 0..{ClassCount - 1}");
    }
}
