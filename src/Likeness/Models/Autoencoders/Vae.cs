using System.Runtime.CompilerServices;
using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Autoencoders;

/// <summary>What a variational autoencoder is made of; the defaults are 784-400-20 on MNIST.</summary>
public sealed record VaeOptions
{
    /// <summary>The kinds of networks.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["dense", "conv", "maps"];

    /// <summary><c>dense</c>: linear layers alone; <c>conv</c>: convolutions around them; <c>maps</c>: the same, but codes of each place alone.</summary>
    public string Kind { get; init; } = "dense";

    /// <summary>Channels of the convolutions, each of which halves the image.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [32, 64];

    /// <summary>Widths of the encoder's hidden linear layers; the decoder has them in reverse.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [400];

    /// <summary>Coordinates of a code, or of each place of one.</summary>
    public int Latent { get; init; } = 20;

    /// <summary>Between layers: a name of <see cref="Activations"/>.</summary>
    public string Activation { get; init; } = "relu";

    /// <summary>Learn classes: p(x|z, y) and q(z|x, y) (Kingma et al. 2014).</summary>
    public bool Conditional { get; init; }

    /// <summary>The weight of the KL term in training (Higgins et al. 2017); likelihoods are always reported with 1.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>Codes drawn for each image in training; with 1 the objective is the ELBO with its KL term in closed form.</summary>
    public int Importance { get; init; } = 1;

    /// <summary>Which of several draws carry the gradient: <c>all</c>, or <c>one</c> chosen by its weight, which costs a third of the time.</summary>
    public string Backward { get; init; } = "all";
}

/// <summary>
/// <c>vae</c>: the variational autoencoder (Kingma and Welling 2014). q(z|x) = N(m(x), s(x)^2), p(z) = N(0, 1),
/// p(x|z) = Bernoulli(sigmoid(g(z))), grey pixels counting as probabilities. Minimises -ELBO = -E log p(x|z) + beta KL(q || p), or with
/// several draws of z the bound -log mean w, w = p(x|z) (p(z) / q(z|x))^beta (importance weighted autoencoders, Burda et al. 2016).
/// With classes y, equally likely, q(z|x, y) and p(x|z, y) learn from labels; a code then holds the class beside z, and
/// log p(x) = log mean p(x|y) over all classes, so that no label is needed to judge an image.
/// </summary>
public sealed class Vae : IModel, IAutoencoder, ISampler, ILikelihood, IImportanceSampled, IConditional
{
    private readonly CodeNetworks networks;
    private readonly Conditioning conditioning;
    private readonly Scope scope;
    private readonly VariationalBound bound;
    private readonly int latent;

    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    public Vae(VaeOptions options, ImageShape images, int classes, ulong seed)
    {
        Images = images;
        conditioning = new Conditioning("vae", options.Conditional, classes);
        scope = new Scope(seed);
        networks = new CodeNetworks(scope, options, images, Classes);
        latent = (int)networks.Code.Size;
        bound = new VariationalBound(networks, (float)options.Beta);
        Stages = [new Stage("vae", [new Phase("vae", Parameters, (batch, random) => Loss(options, batch, random))])];
    }

    /// <inheritdoc/>
    public ImageShape Images { get; }

    /// <inheritdoc/>
    public int Classes => conditioning.Classes;

    /// <summary>The coordinates of z, and with classes the row of the class: the one that explains the image best.</summary>
    public Shape Latent => networks.Code.With(-1, networks.Code[-1] + Classes);

    /// <inheritdoc/>
    public IReadOnlyList<Variable> Parameters => scope.Parameters;

    /// <inheritdoc/>
    public IReadOnlyList<Variable> State => [];

    /// <inheritdoc/>
    public IReadOnlyList<Stage> Stages { get; }

    /// <inheritdoc/>
    public LikelihoodKind Kind => LikelihoodKind.LowerBound;

    /// <inheritdoc/>
    public int DefaultSteps => 0;

    /// <inheritdoc/>
    public Tensor Encode(Tensor images)
    {
        Tensor? classes = Classes == 0 ? null : BestClasses(images);
        return Conditioning.Join(networks.Posterior(images, classes).Mean, classes).Reshape(Shape.Create([images.Shape[0]]).Concat(Latent));
    }

    /// <inheritdoc/>
    public Tensor Decode(Tensor codes) => networks.Logits(codes.Flatten()).Sigmoid().Reshape(Images.Batch(codes.Shape[0]));

    /// <inheritdoc/>
    public Tensor Sample(SampleRequest request, RandomSource random) =>
        Decode(Conditioning.Join(random.Normal([request.Count, latent]), conditioning.Of(request, random)));

    /// <summary>The ELBO of each image with one draw of z, or with classes the log of the mean weight of one draw for each class.</summary>
    public Tensor LogLikelihood(Tensor images, RandomSource random) =>
        Classes > 0 ? LogWeights(images, random) : bound.Elbo(images, random.Normal([images.Shape[0], latent]), null);

    /// <summary>
    /// log p(x|z) + log p(z) - log q(z|x) of one draw of z for each image, all three at that z. With classes the log of the mean of
    /// one such weight for each class.
    /// </summary>
    public Tensor LogWeights(Tensor images, RandomSource random)
    {
        Tensor Weights(Tensor x, Tensor? classes) => bound.LogWeights(x, random.Normal([x.Shape[0], latent]), classes);
        return Classes == 0 ? Weights(images, null) : conditioning.OfEach(images, Weights).LogSumExp([0]) - MathF.Log(Classes);
    }

    /// <summary>The objective without classes and with the noise given, as in <see cref="VariationalBound.Loss"/>.</summary>
    internal Objective Loss(Tensor images, Tensor noise, RandomSource? choice = null) => bound.Loss(images, noise, null, choice);

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("vae", request => new Vae(
        new VaeOptions
        {
            Kind = request.Settings.Choice("architecture.kind", VaeOptions.Kinds),
            Channels = request.Settings.Ints("architecture.channels", 1, 65_536),
            Hidden = request.Settings.Ints("architecture.hidden", 1, 65_536),
            Latent = request.Settings.Int("architecture.latent", 1, 65_536),
            Activation = request.Settings.Text("architecture.activation"),
            Conditional = request.Settings.Bool("architecture.conditional"),
            Beta = request.Settings.Real("objective.beta", 0),
            Importance = request.Settings.Int("objective.importance", 1, 10_000),
            Backward = request.Settings.Choice("objective.backward", "all", "one"),
        },
        request.Images, request.Classes, request.Seed));

    private Objective Loss(VaeOptions options, Batch batch, RandomSource random)
    {
        Tensor noise = random.Normal([options.Importance, batch.Images.Shape[0], latent]);
        return bound.Loss(batch.Images, noise, conditioning.Of(batch), options.Backward == "one" ? random : null);
    }

    // The class of the largest ELBO, as rows [n, classes].
    private Tensor BestClasses(Tensor images) =>
        conditioning.OfEach(images, (x, classes) => bound.Elbo(x, null, classes)).ArgMax(0).OneHot(Classes);
}
