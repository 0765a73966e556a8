namespace Likeness.Evaluation.Quality;

/// <summary>What a number of samples is compared with: as many test and training images, and the numbers of these among themselves.</summary>
internal sealed class RealSide
{
    public RealSide(Appearance test, Appearance train, int count, FeatureNetwork features, Watch watch)
    {
        (Count, Label, Train) = (count, features.Label, train);
        Test = new Compared(test.Some(count), watch);
        Some = new Compared(train.Some(Math.Min(count, train.Features.Count)), watch);
        // Not defined where test images are training images all.
        NearestTrain = Neighbourhoods.Nearest(Test.Seen.Features, train.Features, watch).Average();
        Metrics = [.. QualityMetrics.OfReal(this, watch)];
    }

    /// <summary>Images on each side.</summary>
    public int Count { get; }

    /// <summary>The features, for the kind of each number.</summary>
    public string Label { get; }

    /// <summary>As many test images.</summary>
    public Compared Test { get; }

    /// <summary>As many training images.</summary>
    public Compared Some { get; }

    /// <summary>All training images.</summary>
    public Appearance Train { get; }

    /// <summary>Mean distance of the test images from the nearest training image.</summary>
    public double NearestTrain { get; }

    /// <summary>The numbers of real images against real images.</summary>
    public IReadOnlyList<Metric> Metrics { get; }
}

/// <summary>A set of images and what distances from it need.</summary>
internal sealed class Compared(Appearance seen, Watch watch)
{
    private const int Neighbours = 5;

    public Appearance Seen => seen;

    public Moments Moments { get; } = watch.Once("moments of features", () => Moments.Of(seen.Features));

    public double[] Within { get; } = KernelDistance.Within(seen.Features, watch);

    public Balls Balls { get; } = Balls.Around(seen.Features, Neighbours, watch);
}
