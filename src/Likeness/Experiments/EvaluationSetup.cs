using Likeness.Data;
using Likeness.Evaluation;
using Likeness.Evaluation.Quality;
using Likeness.Experiments.Features;
using Likeness.Models;
using Likeness.Tensors.Backends;
using Likeness.Training;

namespace Likeness.Experiments;

/// <summary>What a model is evaluated with, put together from a data set and options, by one rule for training and for evaluating again.</summary>
internal sealed class EvaluationSetup
{
    private readonly DataSet data;
    private readonly EvaluationOptions options;
    private readonly IReadOnlyCollection<string>? groups;
    private readonly RealImages? real;

    /// <summary>Finds out at once what will be impossible.</summary>
    /// <param name="data">Its test part is measured on.</param>
    /// <param name="options">What to measure.</param>
    /// <param name="groups">The groups of metrics that are asked for; null for all.</param>
    /// <param name="features">As <see cref="FeatureCatalog.Find"/> takes them.</param>
    /// <param name="cache">Where features of real images are kept; null for nowhere.</param>
    /// <exception cref="RunException">There are no such features, or none for the data.</exception>
    /// <exception cref="DataSourceException">The set lacks a part that samples are compared with.</exception>
    public EvaluationSetup(
        DataSet data, EvaluationOptions options, IReadOnlyCollection<string>? groups = null, string? features = null, string? cache = null)
    {
        (this.data, this.options, this.groups) = (data, options, groups);
        if (options.Samples > 0 && groups?.Contains(MetricGroups.Samples) != false)
            real = RealSets.Of(data, features, cache);
    }

    /// <summary>Where and how outliers are found at hand; none are by default.</summary>
    public Func<string, DataSet>? LoadAtHand { get; init; }

    /// <summary>Measures a model.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public EvaluationResult Measure(IModel model, ImageSet test, ulong seed, Backend backend, Action<TrainingEvent>? progress, TimeProvider clock, CancellationToken stop)
    {
        TimeSpan? limit = options.Seconds > 0 ? TimeSpan.FromSeconds(options.Seconds) : null;
        var input = new EvaluationInput(test)
        {
            Seed = seed,
            Binarization = data.Binarization,
            Options = options,
            Groups = groups,
            Real = real,
            Backend = backend,
            Watch = new Watch(at => progress?.Invoke(new Evaluating(at)), stop, clock, limit),
        };
        return Evaluator.Evaluate(model, Applicability.WhyNot(MetricGroups.Outliers, model, input) is null && input.Wants(MetricGroups.Outliers)
            ? input with { Others = OtherSets.Of(data, LoadAtHand) } : input);
    }
}
