using Likeness.Data;
using Likeness.Models;
using Likeness.Tensors;

namespace Likeness.Training;

/// <summary>A set of images in the memory of the device, and batches of it taken inside a compiled step.</summary>
internal sealed class ResidentImages
{
    private readonly Variable pixels, order;
    private readonly Variable? labels;

    public ResidentImages(ImageSet set)
    {
        (Count, Shape) = (set.Count, new ImageShape(set.Height, set.Width, set.Channels));
        pixels = new Variable("data/pixels", Shape.Batch(Count), set.IsPoints ? DType.F32 : DType.U8);
        if (set.IsPoints)
            pixels.Write(set.Coordinates.Span);
        else
            pixels.Write(set.Pixels.Span);
        order = new Variable("data/order", [Count], DType.I32);
        labels = set.HasLabels ? Variable.Of("data/labels", [Count], set.Labels.Span) : null;
        DataOrder.Straight(Order);
    }

    public int Count { get; }

    public ImageShape Shape { get; }

    /// <summary>Position in the epoch to index of the image; written by the host when an epoch begins.</summary>
    public Span<int> Order => order.Span<int>();

    /// <summary>Batch number <paramref name="number"/> (I32 scalar) of the epoch: values in [0, 1], or points of the plane.</summary>
    public Batch Batch(Tensor number, int size)
    {
        Tensor picked = order.Value.Gather((number * Tensor.Scalar(size)) + Tensor.Iota([size]));
        Tensor values = pixels.Value.Gather(picked);
        Tensor images = values.DType == DType.F32 ? values : values.Cast(DType.F32) * (1f / 255f);
        return new Batch(images, labels?.Value.Gather(picked));
    }
}
