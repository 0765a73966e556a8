using Likeness.Data;
using Likeness.Models;
using Likeness.Tensors.Backends;

namespace Likeness.Evaluation;

/// <summary>Measures a model by its capabilities on a whole set of images.</summary>
public static class Evaluator
{
    /// <summary>Evaluates every metric that the model's capabilities allow.</summary>
    /// <param name="model">With the weights to evaluate.</param>
    /// <param name="test">The images; labels are used where the model is a classifier.</param>
    /// <param name="seed">Of the random draws of bounds and noise.</param>
    /// <param name="binarize">Draw each pixel from Bernoulli(x) first (sets of the dynamic kind).</param>
    /// <param name="backend">Where; by default on all cores.</param>
    /// <param name="options">What to estimate at length; by default nothing.</param>
    /// <param name="watch">Looks on and may end it; by default nobody.</param>
    /// <exception cref="OperationCanceledException">The watch ended it.</exception>
    public static EvaluationResult Evaluate(
        IModel model, ImageSet test, ulong seed = 1, bool binarize = false, Backend? backend = null, EvaluationOptions? options = null,
        Watch? watch = null) => Evaluate(model, new EvaluationInput(test)
        {
            Seed = seed,
            Binarization = binarize ? Binarization.Dynamic : Binarization.None,
            Backend = backend,
            Options = options ?? new EvaluationOptions(),
            Watch = watch ?? new Watch(),
        });

    /// <summary>Evaluates the metrics that are asked for; what is not measured is told with its reason.</summary>
    /// <exception cref="OperationCanceledException">The watch ended it.</exception>
    public static EvaluationResult Evaluate(IModel model, EvaluationInput input)
    {
        var reasons = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string group in MetricGroups.All.Select(group => group.Name).Where(input.Wants))
            if (Applicability.WhyNot(group, model, input) is { } reason)
                reasons[group] = reason;
        EvaluationResult found = new EvaluationSteps(model, input, group => input.Wants(group) && !reasons.ContainsKey(group)).All()
            .Aggregate(new EvaluationResult([]), (known, step) => Take(step, known, reasons));
        return found with
        {
            Metrics = [.. found.Metrics.Where(metric => input.Wants(MetricGroups.Of(metric.Name)!.Name))],
            NotDefined = MetricGroups.All.Where(group => reasons.ContainsKey(group.Name)).ToDictionary(group => group.Name, group => reasons[group.Name]),
        };
    }

    // What cannot be measured, or comes too late, leaves nothing behind, not even half of a number.
    private static EvaluationResult Take(EvaluationStep step, EvaluationResult known, SortedDictionary<string, string> reasons)
    {
        try
        {
            return step.Measure(known);
        }
        catch (NotMeasuredException fault)
        {
            foreach (string group in step.Groups)
                reasons.TryAdd(group, Applicability.LeftOut + fault.Message);
            return known with { Metrics = [.. known.Metrics.Where(metric => !step.Groups.Contains(MetricGroups.Of(metric.Name)!.Name))] };
        }
    }
}
