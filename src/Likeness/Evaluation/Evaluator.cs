using Likeness.Data;
using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;

namespace Likeness.Evaluation;

/// <summary>What evaluation found. Parts that do not apply to the model are null.</summary>
/// <param name="Metrics">All numbers.</param>
/// <param name="Confusion">Classes against classes.</param>
/// <param name="Calibration">The reliability diagram.</param>
/// <param name="Latent">Test images in a latent space of two dimensions.</param>
public sealed record EvaluationResult(
    IReadOnlyList<Metric> Metrics, Confusion? Confusion = null, Calibration? Calibration = null, LatentMap? Latent = null);

/// <summary>Points of a latent space of two dimensions, with the names of their classes (empty without labels).</summary>
public sealed record LatentMap(float[][] Points, IReadOnlyList<string> Labels);

/// <summary>Measures a model by its capabilities on a whole set of images.</summary>
public static class Evaluator
{
    private const int NoiseImages = 1000;

    /// <summary>Evaluates every metric that the model's capabilities allow.</summary>
    /// <param name="model">With the weights to evaluate.</param>
    /// <param name="test">The images; labels are used where the model is a classifier.</param>
    /// <param name="seed">Of the random draws of bounds and noise.</param>
    /// <param name="binarize">Draw each pixel from Bernoulli(x) first (sets of the dynamic kind).</param>
    /// <param name="backend">Where; by default on all cores.</param>
    /// <param name="options">What to estimate at length; by default nothing.</param>
    public static EvaluationResult Evaluate(
        IModel model, ImageSet test, ulong seed = 1, bool binarize = false, Backend? backend = null, EvaluationOptions? options = null)
    {
        EvaluationResult Add(EvaluationResult so, ImageSet images, params List<Measure> measures)
        {
            float[][] results = measures.Count == 0 ? [] : Run(model, images, measures, seed, binarize, backend);
            for (int i = 0; i < measures.Count; i++)
                so = measures[i].Add(so, results[i]);
            return so;
        }
        EvaluationResult found = Add(new([]), test, [.. Measure.Of(model, test)]);
        if (model is IImportanceSampled sampled && options is { Importance: > 0 })
            found = Add(found, Spread(test, options.Images), Measure.Weighted(sampled, options.Importance));
        if (model is IAnnealed { Kind: not LikelihoodKind.Unnormalized } annealed)
            found = found with { Metrics = PartitionMetrics.Add(found.Metrics, annealed.Path, seed, backend) };
        return model is IEnergy energy ? found with { Metrics = [.. found.Metrics, .. OfNoise(model.Images, energy, seed, backend)] } : found;
    }

    // Equally spaced, since sets are often sorted by class or by writer.
    private static ImageSet Spread(ImageSet images, int count) => count == 0 || count >= images.Count ? images
        : images.Subset([.. Enumerable.Range(0, count).Select(i => (int)((long)i * images.Count / count))]);

    private static float[][] Run(IModel model, ImageSet test, List<Measure> measures, ulong seed, bool binarize, Backend? backend)
    {
        var sweep = new Sweep(
            model.Images, test.Count,
            (images, random) =>
            {
                Tensor seen = binarize ? random.Bernoulli(images) : images;
                return [.. measures.Select(measure => measure.Trace(seen, random))];
            },
            seed, backend);
        return sweep.Run(test.Count, (start, target) =>
        {
            ReadOnlySpan<byte> pixels = test.Pixels.Span.Slice(start * test.ImageSize, target.Length);
            for (int i = 0; i < target.Length; i++)
                target[i] = pixels[i] / 255f;
        });
    }

    private static IEnumerable<Metric> OfNoise(ImageShape shape, IEnergy model, ulong seed, Backend? backend)
    {
        var noise = new Sweep(shape, NoiseImages, (images, random) => [model.Energy(random.Uniform(images.Shape))], seed, backend);
        yield return Metric.Mean("energy/noise", noise.Run(NoiseImages, (_, _) => { })[0], "unnormalised energy", "nats");
        var constants = new Sweep(shape, 3, (images, _) => [model.Energy(images)], seed, backend);
        var pixels = new ImageBatch(shape, [.. Enumerable.Range(0, 3 * shape.Size).Select(i => i / shape.Size * 0.5f)]);
        foreach ((string name, float value) in new[] { "black", "grey", "white" }.Zip(constants.Run(pixels)[0]))
            yield return new Metric($"energy/{name}", value, "unnormalised energy", 1, "nats");
    }
}
