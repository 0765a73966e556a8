using Likeness.Data;
using Likeness.Tensors.Backends;

namespace Likeness.Evaluation.Quality;

/// <summary>Where features of real images are kept between evaluations.</summary>
internal interface IAppearanceStore
{
    /// <summary>What was kept under a name, or null where there is nothing or it is damaged.</summary>
    Appearance? Read(string name);

    /// <summary>Keeps it.</summary>
    void Write(string name, Appearance appearance);
}

/// <summary>
/// Real images that samples are compared with: training and test part of a data set, as a feature network sees them. What depends on them
/// alone is computed once.
/// </summary>
public sealed class RealImages
{
    private readonly FeatureNetwork features;
    private readonly ImageSet train, test;
    private readonly Binarization binarization;
    private readonly IAppearanceStore? store;
    private readonly Dictionary<int, RealSide> sides = [];
    private Appearance? seenTrain, seenTest;

    internal RealImages(FeatureNetwork features, ImageSet train, ImageSet test, Binarization binarization, IAppearanceStore? store = null) =>
        (this.features, this.train, this.test, this.binarization, this.store) = (features, train, test, binarization, store);

    /// <summary>What they are looked at with.</summary>
    public FeatureNetwork Features => features;

    /// <summary>What samples look like, made binary by the data's rule.</summary>
    internal Appearance Look(ImageBatch samples, Backend? backend, Watch watch) =>
        features.Look(samples, PixelRule.OfSamples(binarization), backend, watch, "features of samples");

    /// <summary>What so many samples are compared with.</summary>
    internal RealSide Side(int samples, Backend? backend, Watch watch)
    {
        seenTest ??= Seen(test, "test", backend, watch);
        seenTrain ??= Seen(train, "training", backend, watch);
        int count = Math.Min(samples, test.Count);
        return sides.TryGetValue(count, out RealSide? known) ? known : sides[count] = new RealSide(seenTest, seenTrain, count, features, watch);
    }

    private Appearance Seen(ImageSet images, string part, Backend? backend, Watch watch)
    {
        string name = $"{part} {features.Hash} {images.Checksum()} {binarization}";
        if (store?.Read(name) is { } kept && kept.Features.Count == images.Count)
            return kept;
        Appearance seen = features.Look(images, PixelRule.OfData(binarization), backend, watch, $"features of {part} images");
        store?.Write(name, seen);
        return seen;
    }
}
