using Likeness.Data;
using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;

namespace Likeness.Evaluation.Quality;

/// <summary>
/// What sets of images are compared by: the inside of a classifier, or the pixels themselves. Its name and the hash of its weights belong
/// to every number: with other features the same images have other distances.
/// </summary>
public sealed class FeatureNetwork
{
    private readonly IFeatures? network;

    /// <param name="name">As it is printed beside numbers.</param>
    /// <param name="hash">SHA-256 of the weights, in hexadecimal.</param>
    /// <param name="images">The images that it takes.</param>
    /// <param name="network">The classifier, with its weights.</param>
    /// <param name="classes">The names of its classes.</param>
    public FeatureNetwork(string name, string hash, ImageShape images, IFeatures network, IReadOnlyList<string> classes)
        : this($"{name} {hash[..8]}", hash, images) => (this.network, Classes) = (network, classes);

    private FeatureNetwork(string label, string hash, ImageShape images) => (Label, Hash, Images) = (label, hash, images);

    /// <summary>Name and the first digits of the hash.</summary>
    public string Label { get; }

    /// <summary>SHA-256 of the weights, in hexadecimal; empty for pixels.</summary>
    public string Hash { get; }

    /// <summary>The images that it takes.</summary>
    public ImageShape Images { get; }

    /// <summary>The names of the classes that it tells apart; none for pixels.</summary>
    public IReadOnlyList<string> Classes { get; } = [];

    /// <summary>The pixels themselves; they name no classes.</summary>
    public static FeatureNetwork Pixels(ImageShape images) => new("pixels", "", images);

    /// <summary>What images look like, once they are binary by the rule given.</summary>
    internal Appearance Look(ImageBatch images, PixelRule rule, Backend? backend, Watch watch, string what) =>
        Look(images.Count, Sweep(images.Count, rule, backend), sweep => sweep.Run(images, watch, what));

    /// <inheritdoc cref="Look(ImageBatch, PixelRule, Backend, Watch, string)"/>
    internal Appearance Look(ImageSet images, PixelRule rule, Backend? backend, Watch watch, string what) =>
        Look(images.Count, Sweep(images.Count, rule, backend), sweep => sweep.Run(images, watch, what));

    private static Appearance Look(int count, Sweep sweep, Func<Sweep, float[][]> run)
    {
        float[][] found = run(sweep);
        return new Appearance(new FeatureSet(found[0], found[0].Length / count), found.Length == 1 ? [] : [.. found[1].Chunk(found[1].Length / count)]);
    }

    private Sweep Sweep(int count, PixelRule rule, Backend? backend) => new(Images, count, (images, random) =>
    {
        Tensor seen = rule.Apply(images, random);
        return network is null ? [seen.Flatten()] : [network.Features(seen), network.Logits(seen).Softmax()];
    }, 1, backend);
}

/// <summary>What a set of images looks like to a feature network.</summary>
/// <param name="Features">A row an image.</param>
/// <param name="Probabilities">Of each class, a row an image; none where the features name no classes.</param>
internal sealed record Appearance(FeatureSet Features, IReadOnlyList<float[]> Probabilities)
{
    /// <summary>Some of the images, after so many others.</summary>
    public Appearance Some(int count, int after = 0)
    {
        int[] chosen = SomeOf.Places(Features.Count, after + count)[after..];
        return new Appearance(Features.Of(chosen), Probabilities.Count == 0 ? [] : [.. chosen.Select(i => Probabilities[i])]);
    }
}

/// <summary>How images become binary before they are looked at, the same for all models.</summary>
internal sealed record PixelRule(Func<Tensor, RandomSource, Tensor> Apply)
{
    /// <summary>They stay as they are.</summary>
    public static PixelRule Grey { get; } = new((images, _) => images);

    /// <summary>1 from 0.5 on.</summary>
    public static PixelRule Threshold { get; } = new((images, _) => 1f - images.IsLess(0.5f).Cast(DType.F32));

    /// <summary>1 with probability x.</summary>
    public static PixelRule Drawn { get; } = new((images, random) => random.Bernoulli(images));

    /// <summary>For what models make on such a set.</summary>
    public static PixelRule OfSamples(Binarization binarization) => binarization switch
    {
        Binarization.None => Grey,
        Binarization.Threshold or Binarization.Native => Threshold,
        _ => Drawn,
    };

    /// <summary>For the set itself, which holds binary images already where it can.</summary>
    public static PixelRule OfData(Binarization binarization) => binarization == Binarization.Dynamic ? Drawn : Grey;
}
