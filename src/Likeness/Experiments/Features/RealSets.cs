using System.Runtime.CompilerServices;
using Likeness.Data;
using Likeness.Evaluation.Quality;
using Likeness.Training;

namespace Likeness.Experiments.Features;

/// <summary>The real images that samples are compared with, once for each data set and feature network in a process.</summary>
internal static class RealSets
{
    private static readonly ConditionalWeakTable<DataSet, Dictionary<string, RealImages>> Known = [];

    /// <summary>The real images of a set.</summary>
    /// <param name="data">Samples are compared with both its parts.</param>
    /// <param name="features">As <see cref="FeatureCatalog.Find"/> takes them.</param>
    /// <param name="cache">Where their features are kept between processes; null for nowhere.</param>
    /// <exception cref="RunException">There are no such features, or none for the data.</exception>
    /// <exception cref="DataSourceException">The set lacks a part.</exception>
    public static RealImages Of(DataSet data, string? features, string? cache)
    {
        FeatureNetwork network = FeatureCatalog.Find(features, data);
        ImageSet train = data.TrainAll ?? throw new DataSourceException($"data set '{data.Name}' has no training part to compare samples with");
        ImageSet test = data.RequireTest();
        Dictionary<string, RealImages> known = Known.GetOrCreateValue(data);
        lock (known)
            return known.TryGetValue(network.Label, out RealImages? real) ? real : known[network.Label] = new RealImages(
                network, train, test, data.Binarization, cache is null || network.Hash.Length == 0 ? null : new AppearanceFiles(cache));
    }
}
