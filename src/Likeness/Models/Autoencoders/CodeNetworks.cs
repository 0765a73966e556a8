using Likeness.Nn;
using Likeness.Probability;
using Likeness.Tensors;

namespace Likeness.Models.Autoencoders;

/// <summary>
/// The networks of q(z|x, y) = N(m, s^2) and p(x|z, y) = Bernoulli: linear layers, or those inside convolutions. Classes y, where there are any, stand as a one-hot row beside the
/// features of the image and beside the code.
/// </summary>
internal sealed class CodeNetworks
{
    private readonly Mlp encoder, decoder;
    private readonly ConvolutionStack? convolutions;

    /// <summary>Makes the layers <c>encoder/0</c>, .. and <c>decoder/0</c>, .., and the convolutions <c>encoder/conv/0</c>, ..</summary>
    /// <exception cref="ArgumentException">The kind is unknown, or the images are too small for the convolutions.</exception>
    public CodeNetworks(Scope scope, VaeOptions options, ImageShape images, int classes)
    {
        convolutions = options.Kind switch
        {
            "dense" => null,
            "conv" => new ConvolutionStack(scope["encoder"], scope["decoder"], images, options.Channels, options.Activation),
            _ => throw new ArgumentException($"unknown kind '{options.Kind}'; use one of {string.Join(", ", VaeOptions.Kinds)}"),
        };
        int features = convolutions?.Features ?? images.Size;
        encoder = new Mlp(scope["encoder"], [features + classes, .. options.Hidden, 2 * options.Latent], options.Activation);
        decoder = new Mlp(scope["decoder"], [options.Latent + classes, .. options.Hidden.Reverse(), features], options.Activation);
    }

    /// <summary>q(z|x, y): images [n, h, w, c] and classes [n, classes] (null for none) give [n, latent].</summary>
    public Normal Posterior(Tensor images, Tensor? classes)
    {
        Tensor features = convolutions?.Down(images) ?? images.Flatten();
        Tensor[] halves = encoder.Apply(Conditioning.Join(features, classes)).Split(-1, 2);
        return new Normal(halves[0], halves[1]);
    }

    /// <summary>Logits of p(x|z, y): codes with their classes beside them, [.., latent + classes], give [.., h w c].</summary>
    public Tensor Logits(Tensor codes) => convolutions?.Up(decoder.Apply(codes)) ?? decoder.Apply(codes);
}
