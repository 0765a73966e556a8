using Likeness.Tensors;

namespace Likeness.Training;

/// <summary>How training images are varied, drawn anew at every use.</summary>
public enum Augmentation
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Moved by -2 to 2 pixels in each direction, zeros coming in.</summary>
    Shift,

    /// <summary>Mirrored left to right, half of them.</summary>
    Flip,
}

/// <summary>Varies a batch of images inside the compiled step.</summary>
internal static class Augmentations
{
    private const int Reach = 2;

    /// <summary>The batch [n, h, w, c], varied.</summary>
    public static Tensor Apply(this Augmentation kind, Tensor images, RandomSource random) => kind switch
    {
        Augmentation.Flip => Flip(images, random),
        Augmentation.Shift => Shift(images, random),
        _ => images,
    };

    private static Tensor Flip(Tensor images, RandomSource random) =>
        Tensor.Select(random.Uniform([images.Shape[0], 1, 1, 1]).IsLess(0.5f), images.Flip(2), images);

    // Each image moves by its own amount: a product with a shifted identity matrix from the left and from the right.
    private static Tensor Shift(Tensor images, RandomSource random)
    {
        (int n, int h, int w, int c) = (images.Shape[0], images.Shape[1], images.Shape[2], images.Shape[3]);
        Tensor down = Shifter(random, n, h).MatMul(images.Reshape(n, h, w * c));
        Tensor columns = down.Reshape(n, h, w, c).Permute(0, 2, 1, 3).Reshape(n, w, h * c);
        return Shifter(random, n, w).MatMul(columns).Reshape(n, w, h, c).Permute(0, 2, 1, 3);
    }

    private static Tensor Shifter(RandomSource random, int n, int size)
    {
        Tensor distance = random.Integers([n, 1, 1], (2 * Reach) + 1) - Reach;
        Shape shape = [n, size, size];
        return (Tensor.Iota(shape, 1) - distance).IsEqual(Tensor.Iota(shape, 2));
    }
}
