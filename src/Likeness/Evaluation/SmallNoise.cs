using Likeness.Data;
using Likeness.Models;

namespace Likeness.Evaluation;

/// <summary>How a classifier names test images to which a little Gaussian noise is added, the pixels cut to [0, 1] after it.</summary>
internal static class SmallNoise
{
    // Standard deviations, of pixels in [0, 1].
    private static readonly double[] Deviations = [0.1, 0.2, 0.3];

    /// <summary>Accuracy at each standard deviation. The noise of an image is the same at all of them but for its size.</summary>
    public static IEnumerable<Metric> Measure(IModel model, EvaluationInput input)
    {
        var classifier = (IClassifier)model;
        ImageSet test = input.Test;
        var sweep = new Sweep(model.Images, test.Count, (images, _) => [classifier.Logits(images)], input.Seed, input.Backend);
        foreach (double deviation in Deviations)
        {
            var noise = new PixelNoise(test, deviation, input.Binarization == Binarization.Dynamic, input.Seed);
            float[] logits = sweep.Run(test.Count, noise.Read, input.Watch, "naming noisy images")[0];
            yield return new ClassifierScores(logits, test.Labels.Span, test.ClassCount).Accuracy(
                FormattableString.Invariant($"test/accuracy_noise_{deviation}"), FormattableString.Invariant($"noise of deviation {deviation}, drawn once"));
        }
    }
}
