namespace Likeness.Evaluation;

/// <summary>A measured number and what it takes to read it.</summary>
/// <param name="Name">Split or subject, then measure: <c>test/elbo</c>, <c>energy/noise</c>.</param>
/// <param name="Value">The number.</param>
/// <param name="Kind">exact, lower bound, unnormalised energy, ..: what kind of number it is.</param>
/// <param name="N">Over how many images.</param>
/// <param name="Unit">nats, fraction, squared pixel, ..</param>
/// <param name="Error">The standard error of the mean over images, where that means something.</param>
public sealed record Metric(string Name, double Value, string Kind, long? N, string Unit, double? Error = null)
{
    internal const string WallClock = "wall clock";

    /// <summary>True for what a clock measured: no two runs have the same number.</summary>
    public bool IsWallClock => Kind.StartsWith(WallClock, StringComparison.Ordinal);

    /// <summary>The mean of a number per image, with its standard error.</summary>
    internal static Metric Mean(string name, ReadOnlySpan<float> values, string kind, string unit)
    {
        double sum = 0, squares = 0;
        foreach (float value in values)
            sum += value;
        double mean = sum / values.Length;
        foreach (float value in values)
            squares += (value - mean) * (value - mean);
        double? error = values.Length > 1 ? Math.Sqrt(squares / (values.Length - 1) / values.Length) : null;
        return new Metric(name, mean, kind, values.Length, unit, error);
    }
}

/// <summary>What a metric means, for listings.</summary>
/// <param name="Name">As in <see cref="Metric.Name"/>.</param>
/// <param name="Description">One line.</param>
/// <param name="Better">higher, lower, or empty.</param>
/// <param name="AppliesTo">Which models have it.</param>
public sealed record MetricEntry(string Name, string Description, string Better, string AppliesTo);

/// <summary>Every metric that evaluation computes; what stands in angle brackets differs from run to run.</summary>
public static class MetricCatalog
{
    /// <summary>All metrics, in the order in which to show them.</summary>
    public static IReadOnlyList<MetricEntry> All { get; } =
    [
        new("test/mse", "mean squared error of reconstructions, per pixel", "lower", "models that encode and decode"),
        new("test/elbo", "evidence lower bound, nats per image: the log-likelihood is at least this", "higher", "models with a lower bound"),
        new("test/iw", "importance-weighted estimate of the log-likelihood from k draws, nats per image: at least this on average", "higher", "models that draw codes"),
        new("test/vlb", "variational bound of the log-likelihood over noise levels, nats per image: the log-likelihood is at least this on average", "higher", "diffusion models with a bound"),
        new("test/vlb_bpd", "the same in bits for each pixel and channel", "lower", "diffusion models with a bound"),
        new("test/ll", "exact log-likelihood, nats per image", "higher", "models with an exact density"),
        new("test/bpd", "-log2 of the probability of an image 0..255, per value", "lower", "models of the pixels 0..255"),
        new("test/inversion", "largest difference between a value and what comes back from its code, over 100 images", "lower", "models that are invertible"),
        new("test/ais", "log-likelihood, nats per image, with log Z by annealed importance sampling", "higher", "Boltzmann machines"),
        new("test/ais_bound", "lower bound of the log-likelihood, nats per image, with log Z by annealed importance sampling", "higher", "deep belief networks"),
        new("partition/log", "log Z by annealed importance sampling", "", "Boltzmann machines"),
        new("partition/low", "log (Z - 3 sigma); empty below zero", "", "Boltzmann machines"),
        new("partition/high", "log (Z + 3 sigma)", "", "Boltzmann machines"),
        new("partition/effective", "chains that the estimate rests on; of fewer than 10 the likelihood is probably too high; --chains 1000 asks more of them", "higher", "Boltzmann machines"),
        new("partition/exact", "log Z summed over all states of at most 20 hidden units", "", "Boltzmann machines"),
        new("samples/fid", "Frechet distance of samples from test images, in features of their own classifier (falls with n)", "lower", "models that sample"),
        new("samples/fid_train", "the same from training images", "lower", "models that sample"),
        new("samples/kid", "kernel distance of samples from test images, without bias", "lower", "models that sample"),
        new("samples/precision", "part of the samples that lie among test images: quality", "higher", "models that sample"),
        new("samples/recall", "part of the test images that lie among samples: diversity", "higher", "models that sample"),
        new("samples/density", "how densely test images lie around samples, 1 for real ones: quality", "higher", "models that sample"),
        new("samples/coverage", "part of the test images with a sample near by: diversity", "higher", "models that sample"),
        new("samples/memorisation", "distance of samples from training images over that of test images; well below 1 for copies", "", "models that sample"),
        new("samples/score", "how surely samples are of one class, and how evenly of all; from 1 to the number of classes", "higher", "models that sample"),
        new("samples/confidence", "mean probability of a sample's class, by the classifier behind the features", "higher", "models that sample"),
        new("samples/rarest_class", "part of the samples that are of the rarest class", "higher", "models that sample"),
        new("samples/largest_class", "part of the samples that are of the most frequent class", "lower", "models that sample"),
        new("real/fid", "the same numbers (fid, kid, ..) of as many training images against test images: what no model need beat", "", "models that sample"),
        new("real/fid_halves", "Frechet distance of training images from others", "", "models that sample"),
        new("test/accuracy", "part of the images whose class is named rightly", "higher", "classifiers"),
        new("test/accuracy_noise_0.1", "the same under Gaussian noise of standard deviation 0.1 of the range of a pixel", "higher", "classifiers"),
        new("test/accuracy_noise_0.2", "the same under noise of 0.2", "higher", "classifiers"),
        new("test/accuracy_noise_0.3", "the same under noise of 0.3", "higher", "classifiers"),
        new("test/nll", "negative log-probability of the right class, nats per image", "lower", "classifiers"),
        new("test/ece", "expected calibration error over 15 bins of confidence", "lower", "classifiers"),
        new("ood/auroc", "mean over other sets of the area under the ROC curve, by the model's own score: energy, else likelihood, else confidence", "higher", "models with a score of images"),
        new("ood/<set>/<score>_auroc", "how surely test images score above images of another set, or above noise; 0.5 is chance", "higher", "models with a score of images"),
        new("ood/<set>/<score>_fpr95", "part of the other set that passes where 95% of the test images do", "lower", "models with a score of images"),
        new("energy/data", "mean energy of test images", "", "energy models"),
        new("energy/noise", "mean energy of uniform noise; above that of data when training worked", "", "energy models"),
        new("energy/black", "energy of a black image", "", "energy models"),
        new("energy/grey", "energy of a grey image", "", "energy models"),
        new("energy/white", "energy of a white image", "", "energy models"),
        new("cost/training", "seconds that the training steps took", "lower", "all models"),
        new("cost/sampling", "seconds that 1,000 more samples take", "lower", "models that sample"),
        new("cost/memory", "MiB that a training step works in: intermediate values, scratch, variables and images", "lower", "all models"),
        new("cost/multiply_adds", "multiply-adds of products in a training step, for each image", "lower", "all models"),
    ];
}
