using Likeness.Tensors;

namespace Likeness.Models;

/// <summary>
/// The size of the images that a model takes: batches are F32 [n, Height, Width, Channels] with values in [0, 1]. A point of the plane is
/// an image of one pixel with two channels, its coordinates, which are any numbers.
/// </summary>
public readonly record struct ImageShape(int Height, int Width, int Channels)
{
    /// <summary>The shape of a point of the plane.</summary>
    public static ImageShape Plane { get; } = new(1, 1, 2);

    /// <summary>True for points of the plane; images have one channel or three.</summary>
    public bool IsPlane => this == Plane;

    /// <summary>Values in one image.</summary>
    public int Size => Height * Width * Channels;

    /// <summary>The shape of a batch of n images.</summary>
    public Shape Batch(int n) => [n, Height, Width, Channels];
}

/// <summary>What every model is: variables, and stages of training that move them.</summary>
public interface IModel
{
    /// <summary>The images that the model takes and makes.</summary>
    ImageShape Images { get; }

    /// <summary>What training moves (F32), in a fixed order, with unique names such as <c>encoder/0/weight</c>.</summary>
    IReadOnlyList<Variable> Parameters { get; }

    /// <summary>What else a checkpoint must keep: replay buffers, Markov chains, running statistics.</summary>
    IReadOnlyList<Variable> State { get; }

    /// <summary>How the model is trained: stages one after the other, in each the phases of one step.</summary>
    IReadOnlyList<Stage> Stages { get; }
}

/// <summary>Makes images from noise.</summary>
public interface ISampler
{
    /// <summary>The usual number of refinement steps; 0 for a model that makes an image in one pass.</summary>
    int DefaultSteps { get; }

    /// <summary>Images [count, h, w, c] in [0, 1]: the decoder's means where the model has them.</summary>
    /// <exception cref="NotSupportedException">Labels were given and the model cannot be conditioned; the message says why in a line.</exception>
    Tensor Sample(SampleRequest request, RandomSource random);
}

/// <summary>What to sample.</summary>
/// <param name="Count">How many images; known when the step is compiled.</param>
/// <param name="Labels">Classes wanted (I32 [Count]), or null for any.</param>
/// <param name="Steps">Refinement steps (I32 scalar), or null for the model's default.</param>
/// <param name="Sampler">One of <see cref="IDiffusion.Samplers"/>, or null for the model's default.</param>
/// <param name="Guidance">How much the classes wanted count, for an <see cref="IDiffusion"/>; null for the model's default.</param>
public sealed record SampleRequest(int Count, Tensor? Labels = null, Tensor? Steps = null, string? Sampler = null, double? Guidance = null);

/// <summary>Makes images by many small steps from noise, so that the way can be shown: Gibbs, Langevin, reverse diffusion.</summary>
public interface IRefiner : ISampler
{
    /// <summary>Where refinement starts.</summary>
    Tensor Start(SampleRequest request, RandomSource random);

    /// <summary>The state after one more turn (I32 scalar, counted from 0 over the whole way of request.Steps turns).</summary>
    Tensor Refine(Tensor state, Tensor turn, SampleRequest request, RandomSource random);

    /// <summary>A state as images [count, h, w, c] in [0, 1].</summary>
    Tensor Picture(Tensor state);
}

/// <summary>
/// Refines by undoing noise, in ways that can be chosen when sampling: by which sampler, and with classes how much they count: a guidance
/// of 0 forgets the class, 1 is the model of that class, more exaggerates it.
/// </summary>
public interface IDiffusion : IRefiner, IConditional
{
    /// <summary>The names of the samplers.</summary>
    IReadOnlyList<string> Samplers { get; }
}

/// <summary>What a likelihood number is. Two kinds are never compared without saying so.</summary>
public enum LikelihoodKind
{
    /// <summary>The model's log-density itself.</summary>
    Exact,

    /// <summary>Below the log-likelihood in expectation (ELBO, VLB).</summary>
    LowerBound,

    /// <summary>An importance-weighted estimate (IW-k), itself a lower bound that tightens with k.</summary>
    ImportanceWeighted,

    /// <summary>An annealed-importance-sampling estimate.</summary>
    AnnealedImportance,

    /// <summary>A lower bound whose constant is an annealed-importance-sampling estimate.</summary>
    AnnealedBound,

    /// <summary>A lower bound that is a sum over noise levels, of which some are drawn (the VLB of diffusion models).</summary>
    LevelBound,

    /// <summary>A log-density up to an unknown constant: not comparable between models.</summary>
    Unnormalized,
}

/// <summary>Scores images by log-likelihood, of a stated kind.</summary>
public interface ILikelihood
{
    /// <summary>What kind of number <see cref="LogLikelihood"/> returns.</summary>
    LikelihoodKind Kind { get; }

    /// <summary>Nats per image: images [n, h, w, c] in [0, 1] give [n].</summary>
    Tensor LogLikelihood(Tensor images, RandomSource random);
}

/// <summary>
/// A log-likelihood of the discrete pixels 0..255, which bits per dimension can be told of: -log2 p(x) divided by the values of an image.
/// </summary>
public interface IPixelLikelihood : ILikelihood;

/// <summary>Gives each image an energy, low for what is likely: log p(x) = -E(x) - log Z.</summary>
public interface IEnergy
{
    /// <summary>Images [n, h, w, c] in [0, 1] give energies [n].</summary>
    Tensor Energy(Tensor images);
}

/// <summary>Maps images to latent codes and back.</summary>
public interface IAutoencoder
{
    /// <summary>Extents of one latent code.</summary>
    Shape Latent { get; }

    /// <summary>Images [n, h, w, c] in [0, 1] to codes [n, ..Latent]: the means where the encoder is random.</summary>
    Tensor Encode(Tensor images);

    /// <summary>Codes [n, ..Latent] to images [n, h, w, c] in [0, 1].</summary>
    Tensor Decode(Tensor codes);
}

/// <summary>Codes that hold all of an image: what is decoded is the image up to rounding, whatever the model has learned.</summary>
public interface IInvertible : IAutoencoder
{
    /// <summary>The largest difference between a value of an image and what comes back from its code: [n, h, w, c] gives [n].</summary>
    Tensor InversionError(Tensor images);
}

/// <summary>Names the class of an image.</summary>
public interface IClassifier
{
    /// <summary>The number of classes.</summary>
    int Classes { get; }

    /// <summary>Images [n, h, w, c] in [0, 1] to unnormalised log-probabilities [n, Classes].</summary>
    Tensor Logits(Tensor images);
}

/// <summary>A classifier whose inside says what an image looks like: what sets of images are compared by.</summary>
public interface IFeatures : IClassifier
{
    /// <summary>Images [n, h, w, c] in [0, 1] to features [n, f].</summary>
    Tensor Features(Tensor images);
}

/// <summary>Learned classes, so that images of one can be asked for.</summary>
public interface IConditional
{
    /// <summary>How many classes can be asked for; 0 for a model that was trained without labels.</summary>
    int Classes { get; }
}

/// <summary>Draws a code for each image, so that log p(x) can be estimated by importance sampling.</summary>
public interface IImportanceSampled
{
    /// <summary>log p(x, z) - log q(z | x) for one draw z of each image [n, h, w, c]: [n]. The mean of its exponential is p(x).</summary>
    Tensor LogWeights(Tensor images, RandomSource random);
}

/// <summary>A bound of the log-likelihood of discrete pixels that is a sum over noise levels: log p(x) >= -(Ends + sum of Term).</summary>
public interface ILevelBound : ILikelihood
{
    /// <summary>How many terms there are.</summary>
    int Terms { get; }

    /// <summary>What both ends of the way add, in nats: images [n, h, w, c] in [0, 1] give [n].</summary>
    Tensor Ends(Tensor images, RandomSource random);

    /// <summary>One term for each image, in nats, [n]: of numbers (I32 [n]) from 0 to Terms - 1.</summary>
    Tensor Term(Tensor images, Tensor numbers, RandomSource random);
}

/// <summary>A likelihood up to a constant Z that annealed importance sampling estimates: <see cref="ILikelihood.LogLikelihood"/> leaves out -log Z.</summary>
public interface IAnnealed : ILikelihood
{
    /// <summary>From a distribution whose constant is known to the model.</summary>
    IAnnealingPath Path { get; }
}

/// <summary>Distributions p*_t between one with a known constant (t = 0) and the one whose constant is wanted (t = 1) (Neal 2001).</summary>
public interface IAnnealingPath
{
    /// <summary>log Z at t = 0, a scalar.</summary>
    Tensor LogStart { get; }

    /// <summary>Hidden binary units; where they are few the constant is summed over all their states.</summary>
    int HiddenUnits { get; }

    /// <summary>Draws at t = 0, [count, ..].</summary>
    Tensor Draw(int count, RandomSource random);

    /// <summary>log p*_t of states, [count].</summary>
    Tensor LogDensity(Tensor states, Tensor t);

    /// <summary>A random move that leaves p_t as it is.</summary>
    Tensor Move(Tensor states, Tensor t, RandomSource random);

    /// <summary>log of the sum of exp(-E) over everything but the given hidden units [n, HiddenUnits]: [n].</summary>
    Tensor LogSumGivenHidden(Tensor hidden);
}

/// <summary>Has units whose weights can be looked at as images.</summary>
public interface IFilters
{
    /// <summary>Weights [units, h, w, c] of the first hidden units.</summary>
    Tensor Filters { get; }
}
