using Likeness.Data;
using Likeness.Formats;
using Likeness.Models;

namespace Likeness.Evaluation;

/// <summary>Images in the host's memory: F32 [count, h, w, c] in row-major order, values in [0, 1].</summary>
public sealed record ImageBatch
{
    /// <summary>Wraps values (not copied).</summary>
    /// <exception cref="ArgumentException">The values are no whole number of images.</exception>
    public ImageBatch(ImageShape shape, float[] values)
    {
        if (shape.Size <= 0 || values.Length % shape.Size != 0)
            throw new ArgumentException($"{values.Length} values are no whole number of images of {shape.Height}x{shape.Width}x{shape.Channels}");
        (Shape, Values, Count) = (shape, values, values.Length / shape.Size);
    }

    /// <summary>The size of one image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The values of all images, one after the other.</summary>
    public float[] Values { get; }

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>The values of one image.</summary>
    public ReadOnlySpan<float> this[int index] => Values.AsSpan(index * Shape.Size, Shape.Size);

    /// <summary>Images of a set, from the given one on; fewer where the set ends.</summary>
    public static ImageBatch From(ImageSet set, int start, int count)
    {
        var values = new float[Math.Min(count, set.Count - start) * set.ImageSize];
        set.Read(start, values);
        return new ImageBatch(new ImageShape(set.Height, set.Width, set.Channels), values);
    }

    /// <summary>Batches end to end: each image of the first, then each of the next.</summary>
    public static ImageBatch Concat(params IReadOnlyList<ImageBatch> parts) => new(parts[0].Shape, [.. parts.SelectMany(part => part.Values)]);

    /// <summary>Batches of equal count taken in turn: the first image of each, then the second of each.</summary>
    public static ImageBatch Interleave(params IReadOnlyList<ImageBatch> parts)
    {
        int size = parts[0].Shape.Size;
        var values = new float[parts.Count * parts[0].Values.Length];
        for (int i = 0; i < parts[0].Count; i++)
            for (int part = 0; part < parts.Count; part++)
                parts[part][i].CopyTo(values.AsSpan(((i * parts.Count) + part) * size));
        return new ImageBatch(parts[0].Shape, values);
    }

    /// <summary>
    /// One sheet of all images; 0 columns makes it nearly square, scale 0 enlarges small images to be seen well. Points of the plane are
    /// shown as dots.
    /// </summary>
    public PixelImage ToGrid(int columns = 0, int scale = 0) => Shape.IsPlane ? PlanePicture.Scatter(Values) : ImageGrid.Compose(
        Values, Shape.Height, Shape.Width, Shape.Channels, new ImageGridOptions(columns, Scale: scale > 0 ? scale : Comfortable));

    // Small images are hard to see: about 56 pixels a side are comfortable.
    private int Comfortable => Math.Max(1, 56 / Math.Max(Shape.Height, Shape.Width));

    /// <summary>Writes by extension: .npy (F32 [count, h, w, c], points of the plane [count, 2]) or .png (one sheet).</summary>
    /// <exception cref="ArgumentException">The extension is another.</exception>
    public void Write(string path, int columns = 0, int scale = 0)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".npy":
                Npy.Write(path, Shape.IsPlane ? NumericArray.Of(Values, Count, 2) : NumericArray.Of(Values, Count, Shape.Height, Shape.Width, Shape.Channels));
                break;
            case ".png":
                PngWriter.Write(path, ToGrid(columns, scale));
                break;
            default:
                throw new ArgumentException($"cannot write images to '{path}': the name must end in .png or .npy");
        }
    }
}
