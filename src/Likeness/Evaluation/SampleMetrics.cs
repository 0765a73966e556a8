using Likeness.Evaluation.Quality;
using Likeness.Models;

namespace Likeness.Evaluation;

/// <summary>Draws samples, and says how long they took and how good and varied they are.</summary>
internal sealed class SampleMetrics(IModel model, EvaluationInput input)
{
    private ImageBatch? drawn;

    // Samples of another sampler are another model's, as far as numbers go.
    private string Way => string.Concat(
        input.Options.Sampler is { } sampler ? $", by {sampler}" : "",
        input.Options.Steps is { } steps ? FormattableString.Invariant($", in {steps} steps") : "");

    /// <summary>Draws them, where any are asked for, and adds what one costs.</summary>
    public EvaluationResult Draw(EvaluationResult known)
    {
        if (input.Options.Samples == 0 || model is not ISampler)
            return known;
        var options = new SampleOptions(input.Options.Samples, input.Seed, Steps: input.Options.Steps, Sampler: input.Options.Sampler);
        (drawn, double pace) = Sampling.Timed(model, options, input.Backend, input.Watch);
        return known.And(new Metric("cost/sampling", pace, $"{Metric.WallClock}{Way}", options.Count, "seconds per 1,000"));
    }

    /// <summary>Adds their quality and diversity; nothing where they could not be drawn in time.</summary>
    public EvaluationResult Compare(EvaluationResult known)
    {
        if (drawn is null || input.Real is not { } real)
            return known;
        Appearance made = real.Look(drawn, input.Backend, input.Watch);
        // The same for all models that are compared; only the first of them would pay for it.
        RealSide side = input.Watch.Aside(() => real.Side(drawn.Count, input.Backend, input.Watch));
        return known.And(QualityMetrics.Of(made, side, Way, input.Watch)) with
        {
            Classes = ClassShares.Of(made.Some(side.Count), side.Test.Seen, real.Features.Classes),
        };
    }
}
