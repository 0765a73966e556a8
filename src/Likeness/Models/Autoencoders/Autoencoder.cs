using System.Runtime.CompilerServices;
using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Autoencoders;

/// <summary>What an autoencoder is made of; the defaults are 784-256-128-2-128-256-784 on MNIST.</summary>
public sealed record AutoencoderOptions
{
    /// <summary>Widths of the encoder's hidden layers; the decoder has them in reverse.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [256, 128];

    /// <summary>Coordinates of a code.</summary>
    public int Latent { get; init; } = 2;

    /// <summary>Between layers: a name of <see cref="Activations"/>.</summary>
    public string Activation { get; init; } = "relu";
}

/// <summary>
/// <c>ae</c>: an autoencoder with a narrow code (Hinton and Salakhutdinov 2006). z = f(x) is linear at its end, x' = sigmoid(g(z));
/// minimises the mean over pixels of (x - x')^2.
/// </summary>
public sealed class Autoencoder : IModel, IAutoencoder
{
    private readonly Mlp encoder, decoder;
    private readonly Scope scope;

    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    public Autoencoder(AutoencoderOptions options, ImageShape images, ulong seed)
    {
        Images = images;
        Latent = [options.Latent];
        scope = new Scope(seed);
        encoder = new Mlp(scope["encoder"], [images.Size, .. options.Hidden, options.Latent], options.Activation);
        decoder = new Mlp(scope["decoder"], [options.Latent, .. options.Hidden.Reverse(), images.Size], options.Activation);
        Stages = [new Stage("autoencoder", [new Phase("autoencoder", Parameters, (batch, _) => Loss(batch.Images))])];
    }

    /// <inheritdoc/>
    public ImageShape Images { get; }

    /// <inheritdoc/>
    public Shape Latent { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Variable> Parameters => scope.Parameters;

    /// <inheritdoc/>
    public IReadOnlyList<Variable> State => [];

    /// <inheritdoc/>
    public IReadOnlyList<Stage> Stages { get; }

    /// <inheritdoc/>
    public Tensor Encode(Tensor images) => encoder.Apply(images.Flatten());

    /// <inheritdoc/>
    public Tensor Decode(Tensor codes) => decoder.Apply(codes).Sigmoid().Reshape(Images.Batch(codes.Shape[0]));

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("ae", request => new Autoencoder(
        new AutoencoderOptions
        {
            Hidden = request.Settings.Ints("architecture.hidden", 1, 65_536),
            Latent = request.Settings.Int("architecture.latent", 1, 65_536),
            Activation = request.Settings.Text("architecture.activation"),
        },
        request.Images, request.Seed));

    private Objective Loss(Tensor images)
    {
        Tensor error = (Decode(Encode(images)) - images).Square().Mean();
        return new Objective(error, [new Term("mse", error)]);
    }
}
