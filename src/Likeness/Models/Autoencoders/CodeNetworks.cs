using Likeness.Nn;
using Likeness.Probability;
using Likeness.Tensors;

namespace Likeness.Models.Autoencoders;

/// <summary>
/// The networks of q(z|x, y) = N(m, s^2) and p(x|z, y) = Bernoulli: linear layers, or those inside convolutions, there of the image as a
/// whole or of each place of the smallest map alone. Classes y, where there are any, stand as a one-hot row beside the features of the
/// image and beside the code.
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
            "conv" or "maps" => new ConvolutionStack(scope["encoder"], scope["decoder"], images, options.Channels, options.Activation),
            _ => throw new ArgumentException($"unknown kind '{options.Kind}'; use one of {string.Join(", ", VaeOptions.Kinds)}"),
        };
        if (options.Kind == "maps" && classes > 0)
            throw new ArgumentException("architecture.kind maps learns no classes: each place has a code of its own; set architecture.conditional to false, or the kind to conv");
        (int height, int width) = options.Kind == "maps" ? convolutions!.Smallest : (1, 1);
        Code = options.Kind == "maps" ? [height, width, options.Latent] : [options.Latent];
        int features = (convolutions?.Features ?? images.Size) / (height * width);
        encoder = new Mlp(scope["encoder"], [features + classes, .. options.Hidden, 2 * options.Latent], options.Activation);
        decoder = new Mlp(scope["decoder"], [options.Latent + classes, .. options.Hidden.Reverse(), features], options.Activation);
    }

    /// <summary>Extents of one code: [latent], or [height, width, latent] where each place has a code of its own.</summary>
    public Shape Code { get; }

    /// <summary>q(z|x, y): images [n, h, w, c] and classes [n, classes] (null for none) give [n, latent], codes of places end to end.</summary>
    public Normal Posterior(Tensor images, Tensor? classes)
    {
        Tensor features = convolutions?.Down(images) ?? images.Flatten();
        Tensor[] halves = encoder.Apply(OfPlaces(Conditioning.Join(features, classes))).Split(-1, 2);
        return new Normal(halves[0].Flatten(), halves[1].Flatten());
    }

    /// <summary>Logits of p(x|z, y): codes with their classes beside them, [.., latent + classes], give [.., h w c].</summary>
    public Tensor Logits(Tensor codes)
    {
        Tensor features = decoder.Apply(OfPlaces(codes));
        features = features.Reshape(codes.Shape.With(-1, (int)(features.Shape.Size / (codes.Shape.Size / codes.Shape[-1]))));
        return convolutions?.Up(features) ?? features;
    }

    // Rows [.., all] as one row a place, [.., places, own], where places have codes of their own.
    private Tensor OfPlaces(Tensor rows) => Code.Rank == 1 ? rows
        : rows.Reshape(rows.Shape.With(-1, Code[0] * Code[1]).Concat([rows.Shape[-1] / (Code[0] * Code[1])]));
}
