using System.Runtime.CompilerServices;
using Likeness.Nn;
using Likeness.Probability;
using Likeness.Tensors;

namespace Likeness.Models.Autoencoders;

/// <summary>What a variational autoencoder is made of; the defaults are 784-400-20 on MNIST.</summary>
public sealed record VaeOptions
{
    /// <summary>Widths of the encoder's hidden layers; the decoder has them in reverse.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [400];

    /// <summary>Coordinates of a code.</summary>
    public int Latent { get; init; } = 20;

    /// <summary>The weight of the KL term in training (Higgins et al. 2017); likelihoods are always reported with 1.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>
    /// Codes drawn for each image in training (k). With 1 the objective is the ELBO with its KL term in closed form; with more it is
    /// the tighter bound of Burda et al. 2016.
    /// </summary>
    public int Importance { get; init; } = 1;

    /// <summary>Between layers: a name of <see cref="Activations"/>.</summary>
    public string Activation { get; init; } = "relu";
}

/// <summary>
/// <c>vae</c>: the variational autoencoder (Kingma and Welling 2014). q(z|x) = N(m(x), s(x)^2), p(z) = N(0, 1),
/// p(x|z) = Bernoulli(sigmoid(g(z))), grey pixels counting as probabilities. Minimises -ELBO = -E log p(x|z) + beta KL(q || p), or with
/// several draws of z the bound -log mean w, w = p(x|z) (p(z) / q(z|x))^beta (importance weighted autoencoders, Burda et al. 2016).
/// </summary>
public sealed class Vae : IModel, IAutoencoder, ISampler, ILikelihood, IImportanceSampled
{
    private readonly Mlp encoder, decoder;
    private readonly float beta;
    private readonly int importance;
    private readonly Scope scope;

    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    public Vae(VaeOptions options, ImageShape images, ulong seed)
    {
        (Images, Latent, beta, importance) = (images, [options.Latent], (float)options.Beta, options.Importance);
        scope = new Scope(seed);
        encoder = new Mlp(scope["encoder"], [images.Size, .. options.Hidden, 2 * options.Latent], options.Activation);
        decoder = new Mlp(scope["decoder"], [options.Latent, .. options.Hidden.Reverse(), images.Size], options.Activation);
        Stages = [new Stage("vae", [new Phase("vae", Parameters, (batch, random) => Loss(batch.Images, Noise(batch.Images, random, importance)))])];
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
    public LikelihoodKind Kind => LikelihoodKind.LowerBound;

    /// <inheritdoc/>
    public int DefaultSteps => 0;

    /// <inheritdoc/>
    public Tensor Encode(Tensor images) => Posterior(images).Mean;

    /// <inheritdoc/>
    public Tensor Decode(Tensor codes) => decoder.Apply(codes).Sigmoid().Reshape(Images.Batch(codes.Shape[0]));

    /// <inheritdoc/>
    public Tensor Sample(SampleRequest request, RandomSource random) => request.Labels is null
        ? Decode(random.Normal([request.Count, Latent[0]]))
        : throw new NotSupportedException("vae was trained without labels and cannot be asked for a class; sample without --label");

    /// <summary>The ELBO of each image with one draw of z: below log p(x) in expectation.</summary>
    public Tensor LogLikelihood(Tensor images, RandomSource random)
    {
        Normal posterior = Posterior(images);
        return -(Distortion(images, posterior.Sample(Noise(images, random))) + posterior.KlToStandard());
    }

    /// <summary>log p(x|z) + log p(z) - log q(z|x) of one draw of z for each image, all three densities at that z.</summary>
    public Tensor LogWeights(Tensor images, RandomSource random)
    {
        Normal posterior = Posterior(images);
        Tensor noise = Noise(images, random), z = posterior.Sample(noise);
        return -(Distortion(images, z) + Rate(posterior, noise, z));
    }

    /// <summary>The objective with the noise of z = m + s noise given, [k, n, latent].</summary>
    internal Objective Loss(Tensor images, Tensor noise)
    {
        Normal posterior = Posterior(images);
        Tensor z = posterior.Sample(noise), distortion = Distortion(images, z);
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
            Hidden = request.Settings.Ints("architecture.hidden", 1, 65_536),
            Latent = request.Settings.Int("architecture.latent", 1, 65_536),
            Activation = request.Settings.Text("architecture.activation"),
            Beta = request.Settings.Real("objective.beta", 0),
            Importance = request.Settings.Int("objective.importance", 1, 10_000),
        },
        request.Images, request.Seed));

    // The gain is what the mean of several weights is worth: its logarithm less the mean of their logarithms.
    private Objective Sum(Tensor reconstruction, Tensor kl, Tensor? gain = null)
    {
        Tensor loss = reconstruction + (beta * kl);
        Term[] terms = [new("reconstruction", reconstruction), new("kl", kl)];
        return gain is null ? new Objective(loss, terms) : new Objective(loss - gain, [.. terms, new("gain", gain)]);
    }

    private Normal Posterior(Tensor images)
    {
        Tensor[] halves = encoder.Apply(images.Flatten()).Split(-1, 2);
        return new Normal(halves[0], halves[1]);
    }

    // -log p(x|z): codes [.., n, latent] give [.., n].
    private Tensor Distortion(Tensor images, Tensor codes) => decoder.Apply(codes).BinaryCrossEntropy(images.Flatten()).Sum([-1]);

    // log q(z|x) - log p(z) at z = m + s noise, where (z - m) / s is the noise and log 2 pi cancels.
    private static Tensor Rate(Normal posterior, Tensor noise, Tensor z) =>
        0.5f * (z.Square() - noise.Square() - posterior.LogVariance).Sum([-1]);

    private Tensor Noise(Tensor images, RandomSource random) => random.Normal([images.Shape[0], Latent[0]]);

    private Tensor Noise(Tensor images, RandomSource random, int draws) => random.Normal([draws, images.Shape[0], Latent[0]]);
}
