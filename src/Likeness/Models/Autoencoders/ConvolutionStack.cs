using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Autoencoders;

/// <summary>
/// 4x4 convolutions that halve the image one after the other, and their transposes, which double it again, an activation between all
/// of them. An odd height or width is rounded down on the way in and restored on the way out.
/// </summary>
internal sealed class ConvolutionStack
{
    private readonly Conv2D[] halving;
    private readonly ConvTranspose2D[] doubling;
    private readonly (int Height, int Width, int Channels)[] sizes;
    private readonly Func<Tensor, Tensor> activation;

    /// <summary>Makes the layers <c>conv/0</c>, .. of both scopes.</summary>
    /// <param name="encoder">Where the halving layers live.</param>
    /// <param name="decoder">Where the doubling layers live.</param>
    /// <param name="images">What comes in and goes out.</param>
    /// <param name="channels">After each halving.</param>
    /// <param name="activation">A name of <see cref="Activations"/>.</param>
    /// <exception cref="ArgumentException">The images are too small to be halved so often.</exception>
    public ConvolutionStack(Scope encoder, Scope decoder, ImageShape images, IReadOnlyList<int> channels, string activation)
    {
        int layers = channels.Count;
        if (layers == 0 || Math.Min(images.Height, images.Width) >> layers == 0)
            throw new ArgumentException(
                $"images of {images.Height}x{images.Width} cannot be halved {layers} times by channels [{string.Join(", ", channels)}]; give from one to as many as fit");
        this.activation = Activations.Named(activation);
        sizes = [.. Enumerable.Range(0, layers + 1).Select(i => (images.Height >> i, images.Width >> i, i == 0 ? images.Channels : channels[i - 1]))];
        halving = [.. Enumerable.Range(0, layers).Select(i => new Conv2D(
            encoder["conv"][i], sizes[i].Channels, sizes[i + 1].Channels, kernel: 4, stride: 2, padding: 1, weights: Initializers.HeUniform))];
        doubling = [.. Enumerable.Range(0, layers).Select(i => Doubling(decoder["conv"][i], sizes[layers - i], sizes[layers - i - 1]))];
    }

    /// <summary>Height and width after the last halving.</summary>
    public (int Height, int Width) Smallest => (sizes[^1].Height, sizes[^1].Width);

    /// <summary>Values of an image after the last halving.</summary>
    public int Features => sizes[^1].Height * sizes[^1].Width * sizes[^1].Channels;

    /// <summary>Images [n, h, w, c] to [n, features].</summary>
    public Tensor Down(Tensor images) => halving.Aggregate(images, (x, layer) => activation(layer.Apply(x))).Flatten();

    /// <summary>Rows [.., features] before their activation to rows [.., h w c] after none.</summary>
    public Tensor Up(Tensor features)
    {
        Tensor x = features.Reshape(-1, sizes[^1].Height, sizes[^1].Width, sizes[^1].Channels);
        for (int i = 0; i < doubling.Length; i++)
        {
            (int height, int width, _) = sizes[doubling.Length - i - 1];
            x = doubling[i].Apply(activation(x)).Slice(1, 0, height).Slice(2, 0, width);
        }
        return x.Reshape(features.Shape.With(-1, x.Shape[1] * x.Shape[2] * x.Shape[3]));
    }

    // Weights keep the size of what passes, or the codes are ignored before anything is learned (He et al. 2015): at stride 2 a pixel
    // is the sum of 4 of the 16 places of each filter.
    // The extra row and column that an odd size needs come together: where only one is odd the other is cut off again.
    private static ConvTranspose2D Doubling(Scope scope, (int Height, int Width, int Channels) from, (int Height, int Width, int Channels) to) => new(
        scope, from.Channels, to.Channels, kernel: 4, stride: 2, padding: 1, extra: (to.Height % 2) | (to.Width % 2),
        weights: Initializers.Uniform(Math.Sqrt(6.0 / (4 * from.Channels))));
}
