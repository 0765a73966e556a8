using Likeness.Data;
using Likeness.Evaluation;
using Likeness.Evaluation.Quality;
using Likeness.Models;
using Likeness.Tensors.Backends;
using Likeness.Training;

namespace Likeness.Experiments.Features;

/// <summary>Measures a model's samples against a data set, by one rule for all models: as many samples, binary where the data is.</summary>
internal sealed class SampleQuality
{
    private readonly DataSet data;
    private readonly ImageSet train;
    private readonly FeatureNetwork features;
    private readonly int samples;

    /// <exception cref="RunException">There are no such features, or none for the data.</exception>
    /// <exception cref="DataSourceException">The set lacks a part.</exception>
    public SampleQuality(DataSet data, int samples, string? features = null)
    {
        (this.data, this.samples, this.features) = (data, samples, FeatureCatalog.Find(features, data));
        train = data.TrainAll ?? throw new DataSourceException($"data set '{data.Name}' has no training part to compare samples with");
        data.RequireTest();
    }

    /// <summary>The metrics.</summary>
    /// <exception cref="OperationCanceledException">The watch ended it.</exception>
    public IReadOnlyList<Metric> Measure(IModel model, ulong seed, Backend? backend, Watch watch)
    {
        ImageBatch drawn = Sampling.Draw(model, new SampleOptions(samples, seed), backend, watch);
        PixelRule rule = PixelRule.OfData(data.Binarization);
        return QualityMetrics.Of(
            features.Look(drawn, PixelRule.OfSamples(data.Binarization), backend, watch, "features of samples"),
            features.Look(data.RequireTest(), rule, backend, watch, "features of test images"),
            features.Look(train, rule, backend, watch, "features of training images"), features.Label);
    }
}
