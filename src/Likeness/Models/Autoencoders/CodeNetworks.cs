using Likeness.Nn;
using Likeness.Probability;
using Likeness.Tensors;

namespace Likeness.Models.Autoencoders;

/// <summary>
/// The networks of q(z|x, y) = N(m, s^2) and p(x|z, y) = Bernoulli. Classes y, where there are any, stand as a one-hot row beside the
/// features of the image and beside the code.
/// </summary>
internal sealed class CodeNetworks
{
    private readonly Mlp encoder, decoder;

    /// <summary>Makes the layers <c>encoder/0</c>, .. and <c>decoder/0</c>, ..</summary>
    public CodeNetworks(Scope scope, VaeOptions options, ImageShape images, int classes)
    {
        encoder = new Mlp(scope["encoder"], [images.Size + classes, .. options.Hidden, 2 * options.Latent], options.Activation);
        decoder = new Mlp(scope["decoder"], [options.Latent + classes, .. options.Hidden.Reverse(), images.Size], options.Activation);
    }

    /// <summary>q(z|x, y): images [n, h, w, c] and classes [n, classes] (null for none) give [n, latent].</summary>
    public Normal Posterior(Tensor images, Tensor? classes)
    {
        Tensor[] halves = encoder.Apply(Conditioning.Join(images.Flatten(), classes)).Split(-1, 2);
        return new Normal(halves[0], halves[1]);
    }

    /// <summary>Logits of p(x|z, y): codes with their classes beside them, [.., latent + classes], give [.., h w c].</summary>
    public Tensor Logits(Tensor codes) => decoder.Apply(codes);
}
