using Likeness.Models;

namespace Likeness.Evaluation;

/// <summary>Which groups of metrics a model has, by what it can do.</summary>
internal static class Applicability
{
    /// <summary>Begins the reason of a group that the model has and that was left out.</summary>
    public const string LeftOut = "not measured: ";

    /// <summary>Why a group is not measured, in a line; null when it is.</summary>
    public static string? WhyNot(string group, IModel model, EvaluationInput input) =>
        WhyUndefined(group, model, input) ?? (WhyLeftOut(group, model, input) is { } reason ? LeftOut + reason : null);

    private static string? WhyUndefined(string group, IModel model, EvaluationInput input) => group switch
    {
        MetricGroups.Likelihood => model is ILevelBound ? "its bound is a sum over noise levels, of which some are drawn (noise levels)" : NoDensity(model),
        MetricGroups.Bits => NoBits(model),
        MetricGroups.Importance => model is IImportanceSampled ? null : "it draws no codes to weigh",
        MetricGroups.Annealing => model is IAnnealed { Kind: not LikelihoodKind.Unnormalized } ? null : "it has no constant that annealing could estimate",
        MetricGroups.Levels => model is ILevelBound ? null : "it has no bound that is a sum over noise levels",
        MetricGroups.Samples => model is ISampler ? null : Sampling.NoImages(model),
        MetricGroups.Classification => NoClasses(model, input),
        MetricGroups.SmallNoise => NoClasses(model, input) ?? NoPixels(model),
        MetricGroups.Outliers => NoPixels(model) ?? (Outliers.ScoresOf(model).Count > 0 ? null
            : "it gives an image no likelihood, no energy and no class that could tell it from others"),
        MetricGroups.Reconstruction => model is IInvertible ? "its codes hold all of an image, and what is decoded is the image (inversion)"
            : model is IAutoencoder ? null : "it has no encoder",
        MetricGroups.Inversion => model is IInvertible ? null : "its way from an image is not one that can be gone back",
        MetricGroups.Energy => model is IEnergy ? null : "it gives images no energy",
        _ => null,
    };

    // What the model has and nobody asked for.
    private static string? WhyLeftOut(string group, IModel model, EvaluationInput input) => group switch
    {
        MetricGroups.Importance when input.Options.Importance == 0 => "evaluation.importance is 0; draws are asked for by --importance",
        MetricGroups.Levels or MetricGroups.Bits when model is ILevelBound && input.Options.Levels == 0 =>
            "evaluation.levels is 0; noise levels are asked for by --levels",
        MetricGroups.Samples when input.Options.Samples == 0 || input.Real is null => "evaluation.samples is 0; samples are asked for by -n",
        MetricGroups.Outliers when input.Options.Outliers == 0 => "evaluation.outliers is 0; outliers are asked for by --outliers",
        _ => null,
    };

    private static string? NoDensity(IModel model) => model switch
    {
        ILikelihood { Kind: not LikelihoodKind.Unnormalized } => null,
        ILikelihood or IEnergy => "its energy is a log-density up to an unknown constant, not comparable between models",
        ISampler => "it draws images and gives them no density",
        IAutoencoder => "it encodes and decodes images and gives them no density",
        _ => "it names the classes of images and gives them no density",
    };

    private static string? NoBits(IModel model) => model switch
    {
        IPixelLikelihood or ILevelBound => NoPixels(model),
        ILikelihood { Kind: not LikelihoodKind.Unnormalized } => "its likelihood is one of pixels from 0 to 1, not of the values 0..255",
        _ => NoDensity(model),
    };

    private static string? NoClasses(IModel model, EvaluationInput input) =>
        model is not IClassifier ? "it is no classifier" : input.Test.HasLabels ? null : "the test images have no classes";

    private static string? NoPixels(IModel model) => model.Images.IsPlane ? "points of the plane have no pixels" : null;
}
