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
    // Inverting an autoregressive flow takes as many turns as there are pixels.
    private const int NoiseImages = 1000, InvertedImages = 100;

    /// <summary>Evaluates every metric that the model's capabilities allow.</summary>
    /// <param name="model">With the weights to evaluate.</param>
    /// <param name="test">The images; labels are used where the model is a classifier.</param>
    /// <param name="seed">Of the random draws of bounds and noise.</param>
    /// <param name="binarize">Draw each pixel from Bernoulli(x) first (sets of the dynamic kind).</param>
    /// <param name="backend">Where; by default on all cores.</param>
    /// <param name="options">What to estimate at length; by default nothing.</param>
    /// <param name="watch">Looks on and may end it; by default nobody.</param>
    /// <exception cref="OperationCanceledException">The watch ended it.</exception>
    public static EvaluationResult Evaluate(
        IModel model, ImageSet test, ulong seed = 1, bool binarize = false, Backend? backend = null, EvaluationOptions? options = null,
        Watch? watch = null)
    {
        (watch, options) = (watch ?? new Watch(), options ?? new EvaluationOptions());
        var session = new Session(model, seed, binarize, backend, watch);
        EvaluationResult found = session.Measured(test);
        List<Metric> metrics = [.. found.Metrics];
        if (model is IInvertible invertible)
            metrics.Add(session.Inversion(invertible, Some(test, InvertedImages)));
        if (model is IImportanceSampled sampled && options.Importance > 0)
            metrics.Add(session.Weighted(sampled, Some(test, options.Images), options.Importance));
        if (model is ILevelBound bound && options is { Levels: > 0 })
            metrics.AddRange(session.Bounded(bound, Some(test, options.Images), options.Levels));
        if (model is IAnnealed { Kind: not LikelihoodKind.Unnormalized } annealed)
            metrics = [.. PartitionMetrics.Add(metrics, annealed.Path, new AnnealingOptions(options.Chains, options.Temperatures, seed), backend, watch)];
        if (model is IEnergy energy)
            metrics.AddRange(session.OfNoise(energy));
        return found with { Metrics = metrics };
    }

    private static ImageSet Some(ImageSet images, int count) => count == 0 || count >= images.Count ? images
        : images.Subset(SomeOf.Places(images.Count, count));

    /// <summary>The work of one call.</summary>
    private sealed class Session(IModel model, ulong seed, bool binarize, Backend? backend, Watch watch)
    {
        /// <summary>What is measured on each image in one pass over them.</summary>
        public EvaluationResult Measured(ImageSet test)
        {
            Measure[] measures = [.. Measure.Of(model, test)];
            if (measures.Length == 0)
                return new EvaluationResult([]);
            var sweep = new Sweep(
                model.Images, test.Count,
                (images, random) =>
                {
                    Tensor seen = Seen(images, random);
                    return [.. measures.Select(measure => measure.Trace(seen, random))];
                },
                seed, backend);
            return measures.Zip(Run(sweep, test, "measuring test images"))
                .Aggregate(new EvaluationResult([]), (found, measured) => measured.First.Add(found, measured.Second));
        }

        /// <summary>The importance-weighted estimate of the log-likelihood from a number of draws.</summary>
        public Metric Weighted(IImportanceSampled sampled, ImageSet test, int draws)
        {
            string kind = ImportanceWeighting.Kind(draws);
            var sweep = new Sweep(
                model.Images, test.Count, ImportanceWeighting.Turns(sampled, draws),
                (images, random, loop) => [ImportanceWeighting.Estimate(sampled, Seen(images, random), draws, random, loop)], seed, backend);
            return Metric.Mean(ImportanceWeighting.Name, Run(sweep, test, kind)[0], kind, "nats");
        }

        /// <summary>The bound of a diffusion model from a number of noise levels drawn for each image.</summary>
        public IEnumerable<Metric> Bounded(ILevelBound bound, ImageSet test, int draws)
        {
            int levels = Math.Min(draws, bound.Terms);
            string kind = NoiseLevels.Kind(levels);
            var sweep = new Sweep(
                model.Images, test.Count, levels,
                (images, random, loop) => [NoiseLevels.Estimate(bound, Seen(images, random), levels, random, loop)], seed, backend);
            float[] nats = Run(sweep, test, kind)[0];
            yield return Metric.Mean(NoiseLevels.Name, nats, kind, "nats");
            yield return Metric.Mean(NoiseLevels.BitsName, [.. nats.Select(value => NoiseLevels.Bits(value, model.Images))], kind, "bits");
        }

        /// <summary>How far the way to the code and back misses.</summary>
        public Metric Inversion(IInvertible invertible, ImageSet test)
        {
            var sweep = new Sweep(model.Images, test.Count, (images, _) => [invertible.InversionError(images)], seed, backend);
            float largest = Run(sweep, test, "inverting codes")[0].Aggregate(MathF.Max);
            return new Metric("test/inversion", largest, "largest error", test.Count, model.Images.IsPlane ? "coordinate" : "pixel");
        }

        /// <summary>Energies of images that are none.</summary>
        public IEnumerable<Metric> OfNoise(IEnergy energy)
        {
            ImageShape shape = model.Images;
            var noise = new Sweep(shape, NoiseImages, (images, random) => [energy.Energy(random.Uniform(images.Shape))], seed, backend);
            yield return Metric.Mean("energy/noise", noise.Run(NoiseImages, (_, _) => { }, watch, "energies of noise")[0], "unnormalised energy", "nats");
            var constants = new Sweep(shape, 3, (images, _) => [energy.Energy(images)], seed, backend);
            var pixels = new ImageBatch(shape, [.. Enumerable.Range(0, 3 * shape.Size).Select(i => i / shape.Size * 0.5f)]);
            foreach ((string name, float value) in new[] { "black", "grey", "white" }.Zip(constants.Run(pixels)[0]))
                yield return new Metric($"energy/{name}", value, "unnormalised energy", 1, "nats");
        }

        private Tensor Seen(Tensor images, RandomSource random) => binarize ? random.Bernoulli(images) : images;

        private float[][] Run(Sweep sweep, ImageSet test, string what) => sweep.Run(test, watch, what);
    }
}
