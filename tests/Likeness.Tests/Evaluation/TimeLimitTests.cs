using Likeness.Data;
using Likeness.Evaluation;
using Likeness.Evaluation.Quality;
using Likeness.Tensors.Backends;
using Likeness.Tests.Testing;
using Likeness.Tests.Training;
using Xunit;

namespace Likeness.Tests.Evaluation;

/// <summary>An evaluation that may take so long leaves out what would end later, and says so. The clock moves at each look at it.</summary>
public sealed class TimeLimitTests
{
    private static readonly ImageSet Test = TrainingSetup.Images(24);

    [Fact]
    public void WithoutTimeNothingIsMeasuredAndEverythingIsTold()
    {
        EvaluationResult found = Evaluate("vae", 1);
        Assert.Empty(found.Metrics);
        foreach (string group in new[] { "likelihood", "cost", "reconstruction", "samples", "outliers", "importance weighting" })
            Assert.Equal("not measured: the evaluation may take 1 s", found.NotDefined[group]);
        Assert.Equal("it is no classifier", found.NotDefined["classification"]);
    }

    [Theory]
    [InlineData("vae", 300, "importance weighting")]
    [InlineData("rbm", 300, "annealing", "likelihood")]
    public void WhatIsCheapIsMeasuredAndWhatWouldEndTooLateIsNot(string model, int seconds, params string[] late)
    {
        EvaluationResult whole = Evaluate(model, null), found = Evaluate(model, seconds);
        Assert.Equal(late.Order(), found.NotDefined.Keys.Except(whole.NotDefined.Keys).Order());
        Assert.All(late, group => Assert.Equal($"not measured: the evaluation may take {seconds} s", found.NotDefined[group]));
        Metric[] kept = [.. whole.Metrics.Where(metric => !late.Contains(MetricGroups.Of(metric.Name)!.Name) && !metric.IsWallClock)];
        Assert.NotEmpty(kept);
        Assert.Equal(kept, found.Metrics.Where(metric => !metric.IsWallClock));
    }

    // Samples that were drawn in time have a cost, even where there is none left to compare them.
    [Fact]
    public void WhatWasDrawnInTimeHasItsCost()
    {
        EvaluationResult[] found = [.. Enumerable.Range(1, 30).Select(part => Evaluate("vae", 3 * part))];
        Assert.Contains(found, result => result.Metrics.Any(metric => metric.Name == "cost/sampling") && result.NotDefined.ContainsKey("samples"));
        Assert.All(found, result => Assert.NotEqual(result.NotDefined.ContainsKey("samples"), result.Metrics.Any(metric => metric.Name == "samples/fid")));
    }

    // The part is given up when its rate is known, long before the time is over.
    [Fact]
    public void APartThatWouldEndTooLateIsGivenUpEarly()
    {
        var clock = new TickingClock();
        var watch = new Watch(clock: clock, limit: TimeSpan.FromSeconds(1000));
        int done = 0;
        Assert.Throws<NotMeasuredException>(() => watch.Over("work", 100_000).Do(100_000, turns => done += turns));
        Assert.InRange(done, 2, 100);
        Assert.InRange(watch.Elapsed.TotalSeconds, 90, 200);
    }

    [Fact]
    public void APartThatEndsInTimeIsDone()
    {
        var watch = new Watch(clock: new TickingClock(), limit: TimeSpan.FromSeconds(1000));
        int done = 0;
        watch.Over("work", 50).Do(50, turns => done += turns);
        Assert.Equal(50, done);
    }

    [Fact]
    public void WhatIsDoneAsideDoesNotCount()
    {
        var watch = new Watch(clock: new TickingClock(), limit: TimeSpan.FromSeconds(1000));
        int aside = 0, done = 0;
        watch.Aside(() => { watch.Over("aside", 5000).Do(5000, turns => aside += turns); return aside; });
        watch.Over("work", 50).Do(50, turns => done += turns);
        Assert.Equal((5000, 50), (aside, done));
        Assert.Throws<NotMeasuredException>(() => watch.Over("work", 100_000).Do(100_000, _ => { }));
    }

    private static EvaluationResult Evaluate(string model, int? seconds) => Evaluator.Evaluate(TrainingSetup.Model(model), new EvaluationInput(Test)
    {
        Options = new EvaluationOptions(Importance: 100_000, Chains: 4, Temperatures: 20_000, Samples: 9, Outliers: 7, Steps: model == "rbm" ? 3 : null),
        Backend = Backend.Cpu(1),
        Real = new RealImages(FeatureNetwork.Pixels(TrainingSetup.Shape), TrainingSetup.Images(30), Test, Binarization.None),
        Watch = new Watch(clock: new TickingClock(seconds is null ? 0 : 1), limit: seconds is { } most ? TimeSpan.FromSeconds(most) : null),
    });
}
