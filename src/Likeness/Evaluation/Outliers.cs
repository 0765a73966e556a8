using Likeness.Data;
using Likeness.Evaluation.Quality;
using Likeness.Models;
using Likeness.Tensors;

namespace Likeness.Evaluation;

/// <summary>Images that are not of the data, under the name of where they are from.</summary>
public sealed record OutlierSet(string Name, ImageSet Images);

/// <summary>What tells images of the data from others.</summary>
/// <param name="Name">energy, likelihood or confidence.</param>
/// <param name="Kind">What the numbers are ranked by, in words.</param>
/// <param name="Trace">Images to scores [n], higher for images of the data.</param>
internal sealed record OutlierScore(string Name, string Kind, Func<Tensor, RandomSource, LoopTrace, Tensor> Trace);

/// <summary>
/// How well a model knows the test images from images of other sets and from uniform noise (Hendrycks and Gimpel 2017): the area under the
/// ROC curve, and the part of the others taken for the data's where 95% of the data's are.
/// </summary>
internal static class Outliers
{
    private const string Noise = "noise";

    /// <summary>The scores that a model has; its own comes first.</summary>
    public static IReadOnlyList<OutlierScore> ScoresOf(IModel model, int levels = 1)
    {
        var scores = new List<OutlierScore>();
        if (model is IEnergy energy)
            scores.Add(new OutlierScore("energy", "by energy", (images, _, _) => -energy.Energy(images)));
        if (model is ILevelBound bound)
            scores.Add(new OutlierScore(
                "likelihood", $"by likelihood, {NoiseLevels.Kind(levels)}", (images, random, loop) => NoiseLevels.Estimate(bound, images, levels, random, loop)));
        else if (model is ILikelihood { Kind: not LikelihoodKind.Unnormalized } likelihood)
            scores.Add(new OutlierScore("likelihood", $"by likelihood, {Words(likelihood.Kind)}", (images, random, _) => likelihood.LogLikelihood(images, random)));
        if (model is IClassifier classifier)
            scores.Add(new OutlierScore("confidence", "by the largest p(y|x)", (images, _, _) => classifier.Logits(images).Softmax().Max([-1])));
        return scores;
    }

    /// <summary>The metrics, set by set, and their mean over all sets but noise, unless there is nothing else.</summary>
    public static IReadOnlyList<Metric> Measure(IModel model, EvaluationInput input)
    {
        int turns = model is ILevelBound bound ? Math.Clamp(input.Options.Levels, 1, bound.Terms) : 1, count = input.Options.Outliers;
        IReadOnlyList<OutlierScore> scores = ScoresOf(model, turns);
        Sweep SweepBy(PixelRule rule) => new(
            model.Images, count, turns, (images, random, loop) => Traced(scores, rule.Apply(images, random), random, loop), input.Seed, input.Backend);
        float[][] Run(Sweep sweep, ImageSet images, string name) =>
            sweep.Run(SomeOf.Images(images, count), input.Watch, $"looking for outliers: {name}");
        float[][] data = Run(SweepBy(PixelRule.OfData(input.Binarization)), input.Test, "test images");
        Sweep others = SweepBy(PixelRule.OfSamples(input.Binarization));
        var found = input.Others.Select(set => (set.Name, Scores: Run(others, set.Images, set.Name)))
            .Append((Noise, others.Run(
                count, (start, values) => PixelNoise.Uniform(input.Seed, model.Images.Size, start, values), input.Watch, "looking for outliers: noise")))
            .ToArray();
        return Metrics(scores, data, found);
    }

    private static Tensor[] Traced(IReadOnlyList<OutlierScore> scores, Tensor images, RandomSource random, LoopTrace loop) =>
        [.. scores.Select(score => score.Trace(images, random, loop))];

    private static List<Metric> Metrics(IReadOnlyList<OutlierScore> scores, float[][] data, (string Name, float[][] Scores)[] others)
    {
        var metrics = new List<Metric>();
        foreach ((string name, float[][] found) in others)
            for (int i = 0; i < scores.Count; i++)
            {
                Roc roc = Of(scores[i], name, data[i], found[i]);
                string stem = $"ood/{name}/{scores[i].Name}";
                int n = data[i].Length + found[i].Length;
                metrics.Add(new Metric($"{stem}_auroc", roc.Area, scores[i].Kind, n, "fraction"));
                metrics.Add(new Metric($"{stem}_fpr95", roc.FalsePositives, scores[i].Kind, n, "fraction"));
            }
        string[] meant = [.. others.Select(set => set.Name).Where(name => others.Length == 1 || name != Noise)];
        Metric[] own = [.. metrics.Where(metric => meant.Any(name => metric.Name == $"ood/{name}/{scores[0].Name}_auroc"))];
        metrics.Add(new Metric(
            "ood/auroc", own.Average(metric => metric.Value), $"{scores[0].Kind}, mean over {string.Join(", ", meant)}", own.Sum(metric => metric.N), "fraction"));
        return metrics;
    }

    // A score that is no number says that the model broke on these images; the rest of the evaluation stands.
    private static Roc Of(OutlierScore score, string set, float[] data, float[] others)
    {
        try
        {
            return Roc.Of(data, others);
        }
        catch (ArgumentException fault)
        {
            throw new NotMeasuredException($"{set} {score.Kind}: {fault.Message}", fault);
        }
    }

    private static string Words(LikelihoodKind kind) => kind switch
    {
        LikelihoodKind.Exact => "exact",
        LikelihoodKind.LowerBound => "lower bound",
        LikelihoodKind.AnnealedImportance => "up to its constant",
        LikelihoodKind.AnnealedBound => "lower bound up to its constant",
        _ => "estimate",
    };
}
