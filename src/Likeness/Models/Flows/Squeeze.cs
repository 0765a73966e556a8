using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Flows;

/// <summary>
/// Blocks of 2x2 pixels as channels (Dinh et al. 2017): [n, h, w, c] to [n, h/2, w/2, 4c], block after block row by row. An odd height or
/// width stays as it is, and the blocks are 1x2 or 2x1.
/// </summary>
internal sealed class Squeeze : IFlow
{
    private readonly int down, across;

    /// <summary>Makes the layer for images of a size.</summary>
    public Squeeze(ImageShape images)
    {
        (down, across) = Blocks(images);
        Images = new ImageShape(images.Height / down, images.Width / across, images.Channels * down * across);
    }

    /// <summary>The images that come out.</summary>
    public ImageShape Images { get; }

    /// <summary>Pixels in a block: 4, 2, or 1 where both height and width are odd.</summary>
    public int Pixels => down * across;

    /// <summary>True when there is a block of more than one pixel.</summary>
    public static bool IsPossible(ImageShape images) => Blocks(images) != (1, 1);

    /// <inheritdoc/>
    public (Tensor Z, Tensor LogVolume) Forward(Tensor x, Tensor? classes, Pass pass)
    {
        int n = x.Shape[0], channels = x.Shape[3];
        Tensor blocks = x.Reshape(n, Images.Height, down, Images.Width, across, channels).Permute(0, 1, 3, 2, 4, 5);
        return (blocks.Reshape(Images.Batch(n)), Tensor.Zeros([n]));
    }

    /// <inheritdoc/>
    public Tensor Inverse(Tensor z, Tensor? classes)
    {
        int n = z.Shape[0], channels = z.Shape[3] / Pixels;
        Tensor pixels = z.Reshape(n, Images.Height, Images.Width, down, across, channels).Permute(0, 1, 3, 2, 4, 5);
        return pixels.Reshape(n, Images.Height * down, Images.Width * across, channels);
    }

    private static (int Down, int Across) Blocks(ImageShape images) => (images.Height % 2 == 0 ? 2 : 1, images.Width % 2 == 0 ? 2 : 1);
}

/// <summary>Groups of channels in another order: group i of what comes out is group order[i] of what comes in.</summary>
internal sealed class Regroup(params IReadOnlyList<int> order) : IFlow
{
    /// <inheritdoc/>
    public (Tensor Z, Tensor LogVolume) Forward(Tensor x, Tensor? classes, Pass pass) => (Ordered(x, order), Tensor.Zeros([x.Shape[0]]));

    /// <inheritdoc/>
    public Tensor Inverse(Tensor z, Tensor? classes) =>
        Ordered(z, [.. Enumerable.Range(0, order.Count).OrderBy(i => order[i])]);

    private static Tensor Ordered(Tensor x, IReadOnlyList<int> order)
    {
        Tensor[] groups = x.Split(-1, order.Count);
        return Tensor.Concat(-1, [.. order.Select(i => groups[i])]);
    }
}
