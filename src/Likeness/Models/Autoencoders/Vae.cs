using System.Runtime.CompilerServices;
using Likeness.Nn;
using Likeness.Probability;
using Likeness.Tensors;

namespace Likeness.Models.Autoencoders;

/// <summary>What a variational autoencoder is made of; the defaults are 784-400-20 on MNIST.</summary>
public sealed record VaeOptions
{
    /// <summary>The kinds of networks.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["dense", "conv"];

    /// <summary><c>dense</c> for linear layers alone; <c>conv</c> for convolutions before those of the encoder and after those of the decoder.</summary>
    public string Kind { get; init; } = "dense";

    /// <summary>Channels of the convolutions, each of which halves the image.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [32, 64];

    /// <summary>Widths of the encoder's hidden linear layers; the decoder has them in reverse.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [400];

    /// <summary>Coordinates of a code.</summary>
    public int Latent { get; init; } = 20;

    /// <summary>Between layers: a name of <see cref="Activations"/>.</summary>
    public string Activation { get; init; } = "relu";

    /// <summary>Learn classes: p(x|z, y) and q(z|x, y) (Kingma et al. 2014).</summary>
    public bool Conditional { get; init; }

    /// <summary>The weight of the KL term in training (Higgins et al. 2017); likelihoods are always reported with 1.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>Codes drawn for each image in training; with 1 the objective is the ELBO with its KL term in closed form.</summary>
    public int Importance { get; init; } = 1;
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
    private readonly float beta;
    private readonly int latent;

    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    public Vae(VaeOptions options, ImageShape images, int classes, ulong seed)
    {
        (Images, latent, beta) = (images, options.Latent, (float)options.Beta);
        conditioning = new Conditioning("vae", options.Conditional, classes);
        scope = new Scope(seed);
        networks = new CodeNetworks(scope, options, images, Classes);
        Stages = [new Stage("vae", [new Phase("vae", Parameters, (batch, random) => Loss(
            batch.Images, random.Normal([options.Importance, batch.Images.Shape[0], latent]), conditioning.Of(batch)))])];
    }

    /// <inheritdoc/>
    public ImageShape Images { get; }

    /// <inheritdoc/>
    public int Classes => conditioning.Classes;

    /// <summary>The coordinates of z, and with classes the row of the class: the one that explains the image best.</summary>
    public Shape Latent => [latent + Classes];

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
        return Conditioning.Join(networks.Posterior(images, classes).Mean, classes);
    }

    /// <inheritdoc/>
    public Tensor Decode(Tensor codes) => networks.Logits(codes).Sigmoid().Reshape(Images.Batch(codes.Shape[0]));

    /// <inheritdoc/>
    public Tensor Sample(SampleRequest request, RandomSource random) =>
        Decode(Conditioning.Join(random.Normal([request.Count, latent]), conditioning.Of(request, random)));

    /// <summary>The ELBO of each image with one draw of z, or with classes the log of the mean weight of one draw for each class.</summary>
    public Tensor LogLikelihood(Tensor images, RandomSource random)
    {
        if (Classes > 0)
            return LogWeights(images, random);
        Normal posterior = networks.Posterior(images, null);
        return -(Distortion(images, posterior.Sample(random), null) + posterior.KlToStandard());
    }

    /// <summary>
    /// log p(x|z) + log p(z) - log q(z|x) of one draw of z for each image, all three at that z. With classes the log of the mean of
    /// one such weight for each class.
    /// </summary>
    public Tensor LogWeights(Tensor images, RandomSource random)
    {
        if (Classes == 0)
            return LogWeights(images, null, random);
        (Tensor copies, Tensor classes) = conditioning.WithEach(images);
        return LogWeights(copies, classes, random).Reshape(Classes, images.Shape[0]).LogSumExp([0]) - MathF.Log(Classes);
    }

    /// <summary>The objective with the noise of z = m + s noise given, [k, n, latent].</summary>
    internal Objective Loss(Tensor images, Tensor noise, Tensor? classes = null)
    {
        Normal posterior = networks.Posterior(images, classes);
        Tensor z = posterior.Sample(noise), distortion = Distortion(images, z, classes);
        if (noise.Shape[0] == 1)
            return Sum(distortion.Mean(), posterior.KlToStandard().Mean());
        Tensor rate = Rate(posterior, noise, z), weights = -(distortion + (beta * rate));
        Tensor bound = (weights.LogSumExp([0]) - MathF.Log(noise.Shape[0])).Mean();
        return Sum(distortion.Mean(), rate.Mean(), bound - weights.Mean());
    }

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
        },
        request.Images, request.Classes, request.Seed));

    // The gain is what the mean of several weights is worth: its logarithm less the mean of their logarithms.
    private Objective Sum(Tensor reconstruction, Tensor kl, Tensor? gain = null)
    {
        Tensor loss = reconstruction + (beta * kl);
        Term[] terms = [new("reconstruction", reconstruction), new("kl", kl)];
        return gain is null ? new Objective(loss, terms) : new Objective(loss - gain, [.. terms, new("gain", gain)]);
    }

    private Tensor LogWeights(Tensor images, Tensor? classes, RandomSource random)
    {
        Normal posterior = networks.Posterior(images, classes);
        Tensor noise = random.Normal(posterior.Mean.Shape), z = posterior.Sample(noise);
        return -(Distortion(images, z, classes) + Rate(posterior, noise, z));
    }

    // The class of the largest ELBO, with the mean for z, as rows [n, classes].
    private Tensor BestClasses(Tensor images)
    {
        (Tensor copies, Tensor classes) = conditioning.WithEach(images);
        Normal posterior = networks.Posterior(copies, classes);
        Tensor bounds = -(Distortion(copies, posterior.Mean, classes) + posterior.KlToStandard());
        return bounds.Reshape(Classes, images.Shape[0]).ArgMax(0).OneHot(Classes);
    }

    // -log p(x|z): codes [.., n, latent] give [.., n].
    private Tensor Distortion(Tensor images, Tensor codes, Tensor? classes) =>
        networks.Logits(Conditioning.Join(codes, classes)).BinaryCrossEntropy(images.Flatten()).Sum([-1]);

    // log q(z|x) - log p(z) at z = m + s noise, where (z - m) / s is the noise and log 2 pi cancels.
    private static Tensor Rate(Normal posterior, Tensor noise, Tensor z) =>
        0.5f * (z.Square() - noise.Square() - posterior.LogVariance).Sum([-1]);
}
