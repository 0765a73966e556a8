using Likeness.Data;
using Likeness.Models;
using Likeness.Tensors;

namespace Likeness.Evaluation;

/// <summary>Something measured on each test image: how it is traced, and what its rows add to the result.</summary>
/// <param name="Groups">The <see cref="MetricGroups"/> that want it.</param>
/// <param name="Trace">Images [n, h, w, c] to rows [n, ..].</param>
/// <param name="Add">The result so far and all rows to the result.</param>
internal sealed record Measure(IReadOnlyList<string> Groups, Func<Tensor, RandomSource, Tensor> Trace, Func<EvaluationResult, float[], EvaluationResult> Add)
{
    private const int LargestMap = 2000;

    /// <summary>What can be measured of a model on a set.</summary>
    public static IEnumerable<Measure> Of(IModel model, ImageSet test)
    {
        if (model is IAutoencoder autoencoder)
        {
            if (model is not IInvertible)
                yield return Mean(
                    MetricGroups.Reconstruction, (images, _) => (autoencoder.Decode(autoencoder.Encode(images)) - images).Square().Mean([1, 2, 3]),
                    "test/mse", "exact", "squared pixel");
            if (autoencoder.Latent.Size == 2)
                yield return new Measure(
                    [model is IInvertible ? MetricGroups.Likelihood : MetricGroups.Reconstruction], (images, _) => autoencoder.Encode(images),
                    (found, rows) => found with { Latent = Map(rows, test) });
        }
        if (model is ILikelihood likelihood && NameOf(likelihood.Kind) is var (name, kind))
            yield return model is IPixelLikelihood && !model.Images.IsPlane ? OfPixels(likelihood, model.Images.Size, name, kind)
                : Mean(MetricGroups.Likelihood, likelihood.LogLikelihood, name, kind, "nats");
        if (model is IClassifier classifier && test.HasLabels)
            yield return new Measure(
                [MetricGroups.Classification], (images, _) => classifier.Logits(images), (found, rows) => Classified(found, rows, test));
        if (model is IEnergy energy)
            yield return Mean(MetricGroups.Energy, (images, _) => energy.Energy(images), "energy/data", "unnormalised energy", "nats");
    }

    private static Measure Mean(string group, Func<Tensor, RandomSource, Tensor> trace, string name, string kind, string unit) =>
        new([group], trace, (found, rows) => found.And(Metric.Mean(name, rows, kind, unit)));

    // Nats per image, and the same number as bits per dimension.
    private static Measure OfPixels(ILikelihood likelihood, int size, string name, string kind) => new(
        [MetricGroups.Likelihood, MetricGroups.Bits], likelihood.LogLikelihood, (found, rows) =>
        {
            Metric nats = Metric.Mean(name, rows, kind, "nats");
            double bits = 1 / (size * Math.Log(2));
            return found.And(nats, new Metric("test/bpd", -nats.Value * bits, kind, nats.N, "bits", nats.Error * bits));
        });

    // An energy without its constant is no likelihood: it is reported as energy only.
    private static (string Name, string Kind)? NameOf(LikelihoodKind kind) => kind switch
    {
        LikelihoodKind.Exact => ("test/ll", "exact"),
        LikelihoodKind.LowerBound => ("test/elbo", "lower bound"),
        LikelihoodKind.ImportanceWeighted => (ImportanceWeighting.Name, "importance-weighted estimate"),
        LikelihoodKind.AnnealedImportance => (PartitionMetrics.LikelihoodName, PartitionMetrics.EstimateKind),
        LikelihoodKind.AnnealedBound => (PartitionMetrics.BoundName, PartitionMetrics.BoundKind),
        _ => null,
    };

    private static EvaluationResult Classified(EvaluationResult found, float[] logits, ImageSet test)
    {
        var scores = new ClassifierScores(logits, test.Labels.Span, test.ClassCount);
        return found with
        {
            Metrics = [.. found.Metrics, .. scores.Metrics()],
            Confusion = scores.Confusion(test.ClassNames),
            Calibration = scores.Calibration,
        };
    }

    private static LatentMap Map(float[] codes, ImageSet test)
    {
        int count = Math.Min(LargestMap, test.Count);
        float[][] points = [.. Enumerable.Range(0, count).Select(i => new[] { codes[2 * i], codes[(2 * i) + 1] })];
        string[] labels = test.HasLabels ? [.. test.Labels.Span[..count].ToArray().Select(label => test.ClassNames[label])] : [];
        return new LatentMap(points, labels);
    }
}
