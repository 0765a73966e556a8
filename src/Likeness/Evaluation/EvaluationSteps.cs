using Likeness.Data;
using Likeness.Evaluation.Quality;
using Likeness.Models;
using Likeness.Tensors;

namespace Likeness.Evaluation;

/// <summary>A part of an evaluation that is done or left out as a whole.</summary>
/// <param name="Groups">Whose metrics it gives.</param>
/// <param name="Measure">From what is known to what is known after it.</param>
internal sealed record EvaluationStep(IReadOnlyList<string> Groups, Func<EvaluationResult, EvaluationResult> Measure);

/// <summary>The parts of an evaluation in their order: what is cheap and what is wanted most come first.</summary>
/// <param name="model">With the weights to evaluate.</param>
/// <param name="input">What it is measured on.</param>
/// <param name="measures">Whether a group is to be measured, and can be.</param>
internal sealed class EvaluationSteps(IModel model, EvaluationInput input, Func<string, bool> measures)
{
    // Inverting an autoregressive flow takes as many turns as there are pixels.
    private const int NoiseImages = 1000, InvertedImages = 100;

    private EvaluationOptions Options => input.Options;

    /// <summary>The steps that have something to measure.</summary>
    public IEnumerable<EvaluationStep> All()
    {
        var samples = new SampleMetrics(model, input);
        EvaluationStep?[] steps =
        [
            Step([MetricGroups.Likelihood, .. model is ILevelBound ? Array.Empty<string>() : [MetricGroups.Bits],
                MetricGroups.Classification, MetricGroups.Reconstruction, MetricGroups.Energy], Measured),
            Step([MetricGroups.SmallNoise], known => known.And(SmallNoise.Measure(model, input))),
            Step([MetricGroups.Samples, MetricGroups.Cost], samples.Draw),
            Step([MetricGroups.Samples], samples.Compare),
            Step([MetricGroups.Outliers], known => known.And(Outliers.Measure(model, input))),
            Step([MetricGroups.Inversion], known => known.And(Inversion((IInvertible)model))),
            model is IAnnealed { Kind: not LikelihoodKind.Unnormalized } ? Step([MetricGroups.Likelihood, MetricGroups.Annealing], Annealed) : null,
            Step([MetricGroups.Importance], known => known.And(Weighted((IImportanceSampled)model))),
            model is ILevelBound bound ? Step([MetricGroups.Levels, MetricGroups.Bits], known => known.And(Bounded(bound))) : null,
        ];
        return steps.OfType<EvaluationStep>();
    }

    private EvaluationStep? Step(string[] groups, Func<EvaluationResult, EvaluationResult> measure) =>
        groups.Where(measures).ToArray() is { Length: > 0 } wanted ? new EvaluationStep(wanted, measure) : null;

    // What is measured on each image in one pass over them.
    private EvaluationResult Measured(EvaluationResult known)
    {
        Measure[] wanted = [.. Measure.Of(model, input.Test).Where(measure => measure.Groups.Any(measures))];
        if (wanted.Length == 0)
            return known;
        Sweep sweep = SweepOf(input.Test.Count, (images, random) => [.. wanted.Select(measure => measure.Trace(images, random))]);
        EvaluationResult found = wanted.Zip(Run(sweep, input.Test, "measuring test images"))
            .Aggregate(known, (found, measured) => measured.First.Add(found, measured.Second));
        return model is IEnergy energy && measures(MetricGroups.Energy) ? found.And(OfNoise(energy)) : found;
    }

    private EvaluationResult Annealed(EvaluationResult known) => known with
    {
        Metrics = PartitionMetrics.Add(
            known.Metrics, ((IAnnealed)model).Path, new AnnealingOptions(Options.Chains, Options.Temperatures, input.Seed), input.Backend, input.Watch),
    };

    // The importance-weighted estimate of the log-likelihood from a number of draws.
    private Metric Weighted(IImportanceSampled sampled)
    {
        int draws = Options.Importance;
        (string kind, ImageSet test) = (ImportanceWeighting.Kind(draws), SomeOf.Images(input.Test, Options.Images));
        var sweep = new Sweep(
            model.Images, test.Count, ImportanceWeighting.Turns(sampled, draws),
            (images, random, loop) => [ImportanceWeighting.Estimate(sampled, Seen(images, random), draws, random, loop)], input.Seed, input.Backend);
        return Metric.Mean(ImportanceWeighting.Name, Run(sweep, test, kind)[0], kind, "nats");
    }

    // The bound of a diffusion model from a number of noise levels drawn for each image.
    private IEnumerable<Metric> Bounded(ILevelBound bound)
    {
        int levels = Math.Min(Options.Levels, bound.Terms);
        (string kind, ImageSet test) = (NoiseLevels.Kind(levels), SomeOf.Images(input.Test, Options.Images));
        var sweep = new Sweep(
            model.Images, test.Count, levels,
            (images, random, loop) => [NoiseLevels.Estimate(bound, Seen(images, random), levels, random, loop)], input.Seed, input.Backend);
        float[] nats = Run(sweep, test, kind)[0];
        yield return Metric.Mean(NoiseLevels.Name, nats, kind, "nats");
        yield return Metric.Mean(NoiseLevels.BitsName, [.. nats.Select(value => NoiseLevels.Bits(value, model.Images))], kind, "bits");
    }

    // How far the way to the code and back misses.
    private Metric Inversion(IInvertible invertible)
    {
        ImageSet test = SomeOf.Images(input.Test, InvertedImages);
        var sweep = new Sweep(model.Images, test.Count, (images, _) => [invertible.InversionError(images)], input.Seed, input.Backend);
        float largest = Run(sweep, test, "inverting codes")[0].Aggregate(MathF.Max);
        return new Metric("test/inversion", largest, "largest error", test.Count, model.Images.IsPlane ? "coordinate" : "pixel");
    }

    // Energies of images that are none.
    private IEnumerable<Metric> OfNoise(IEnergy energy)
    {
        ImageShape shape = model.Images;
        var noise = new Sweep(shape, NoiseImages, (images, random) => [energy.Energy(random.Uniform(images.Shape))], input.Seed, input.Backend);
        yield return Metric.Mean("energy/noise", noise.Run(NoiseImages, (_, _) => { }, input.Watch, "energies of noise")[0], "unnormalised energy", "nats");
        var constants = new Sweep(shape, 3, (images, _) => [energy.Energy(images)], input.Seed, input.Backend);
        var pixels = new ImageBatch(shape, [.. Enumerable.Range(0, 3 * shape.Size).Select(i => i / shape.Size * 0.5f)]);
        foreach ((string name, float value) in new[] { "black", "grey", "white" }.Zip(constants.Run(pixels)[0]))
            yield return new Metric($"energy/{name}", value, "unnormalised energy", 1, "nats");
    }

    private Sweep SweepOf(int count, Func<Tensor, RandomSource, IReadOnlyList<Tensor>> function) =>
        new(model.Images, count, (images, random) => function(Seen(images, random), random), input.Seed, input.Backend);

    private Tensor Seen(Tensor images, RandomSource random) => PixelRule.OfData(input.Binarization).Apply(images, random);

    private float[][] Run(Sweep sweep, ImageSet test, string what) => sweep.Run(test, input.Watch, what);
}
