using Likeness.Data;
using Likeness.Evaluation;
using Likeness.Experiments;
using Likeness.Recipes;
using Likeness.Tests.Formats;
using Likeness.Tests.Testing;
using Likeness.Tests.Training;
using Likeness.Training;
using Xunit;

namespace Likeness.Tests.Experiments;

public sealed class TrainingRunTests : IDisposable
{
    private readonly TemporaryFolder folders = new();

    public void Dispose() => folders.Dispose();

    [Fact]
    public void VaeLeavesAWholeRun()
    {
        TrainingOutcome outcome = TrainingRun.Execute(Request("vae") with { Command = "likeness train vae" });
        Assert.True(outcome.Finished);
        string[] files = [.. Directory.GetFiles(outcome.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.Equal(["interpolation.png", "manifold.png", "metrics.jsonl", "recipe.yaml", "reconstructions.png", "samples.png", "summary.json"], files);
        RunSummary summary = SummaryReader.Read(Path.Combine(outcome.Folder, "summary.json"));
        Assert.Equal(outcome.Summary!.Metrics, summary.Metrics);
        Assert.Equal(("likeness train vae", "blobs", 3L), (summary.Command, summary.Data, summary.Seed));
        Assert.Contains(summary.Metrics, metric => metric is { Name: "test/elbo", Kind: "lower bound", N: 20 });
        Assert.Equal(20, summary.Latent!.Points.Length);
        Run run = Run.Open(outcome.Folder, threads: 1);
        Assert.True(run is { Finished: true, Averaged: true, DataName: "blobs", Images: { Height: 6, Width: 5 } });
        Assert.Equal(summary.Metrics.Where(metric => metric.Name.StartsWith("test/", StringComparison.Ordinal)), Evaluator.Evaluate(run.Model, Data("").RequireTest(), backend: run.Backend, options: new(100)).Metrics);
        var asked = new EvaluationRequest(run, Data(""));
        Assert.Contains(RunEvaluation.Execute(asked with { Importance = 7 }).Metrics, metric => metric is { Name: "test/iw", Kind: "importance-weighted estimate, k = 7", N: 20 });
        Assert.Contains(RunEvaluation.Execute(asked with { Importance = 7, Images = 5 }).Metrics, metric => metric is { Name: "test/iw", N: 5 });
        Assert.DoesNotContain(RunEvaluation.Execute(asked with { Importance = 0 }).Metrics, metric => metric.Name == "test/iw");
    }

    [Fact]
    public void ModelsWithoutCodesHaveNoImportanceWeights()
    {
        TrainingOutcome outcome = TrainingRun.Execute(Request("ae"));
        var error = Assert.Throws<NotSupportedException>(() => RunEvaluation.Execute(new(Run.Open(outcome.Folder, threads: 1), Data("")) { Importance = 5 }));
        Assert.Equal("ae draws no codes to weigh, so it has no importance-weighted likelihood: leave --importance out", error.Message);
        error = Assert.Throws<NotSupportedException>(() => RunEvaluation.Execute(new(Run.Open(outcome.Folder, threads: 1), Data("")) { Levels = 5 }));
        Assert.Equal("ae has no bound that is a sum over noise levels: leave --levels out", error.Message);
    }

    [Fact]
    public void TheRecipeOrTheCallerSaysHowManyChainsAnneal()
    {
        TrainingOutcome outcome = TrainingRun.Execute(Request("rbm"));
        var asked = new EvaluationRequest(Run.Open(outcome.Folder, threads: 1), Data(""));
        Assert.Contains(outcome.Summary!.Metrics, metric => metric is { Name: "partition/log", N: 100 });
        Assert.Contains(RunEvaluation.Execute(asked with { Chains = 30 }).Metrics, metric => metric is { Name: "partition/log", N: 30 });
    }

    [Fact]
    public void ModelsWithoutAConstantDoNotAnneal()
    {
        TrainingOutcome outcome = TrainingRun.Execute(Request("ae"));
        var error = Assert.Throws<NotSupportedException>(() => RunEvaluation.Execute(new(Run.Open(outcome.Folder, threads: 1), Data("")) { Chains = 5 }));
        Assert.Equal("ae has no constant that annealing could estimate: leave --chains out", error.Message);
    }

    [Fact]
    public void JemLeavesItsTables()
    {
        TrainingOutcome outcome = TrainingRun.Execute(Request("jem"));
        RunSummary summary = SummaryReader.Read(Path.Combine(outcome.Folder, "summary.json"));
        Assert.Equal(["c0", "c1", "c2"], summary.Confusion!.Classes);
        Assert.Equal(15, summary.Reliability!.Count);
        Assert.Contains("trajectory.png", summary.Pictures.Select(picture => picture.File));
        Run run = Run.Open(outcome.Folder, threads: 1);
        Assert.Equal((1, 2), (run.ClassOf("c1"), run.ClassOf("2")));
        Assert.Contains("its classes are c0, c1, c2", Assert.Throws<ArgumentException>(() => run.ClassOf("c9")).Message);
    }

    [Fact]
    public void ExistingRunIsNotOverwritten()
    {
        TrainingRun.Execute(Request("vae"));
        var error = Assert.Throws<RunException>(() => TrainingRun.Execute(Request("vae")));
        Assert.Contains("holds a run already: go on with it by --resume, or choose another folder by --out", error.Message);
    }

    [Fact]
    public void StoppedRunResumesAndAFinishedOneStays()
    {
        using var stop = new CancellationTokenSource();
        TrainingRequest request = Request("vae") with { Progress = told => StopAfterFirstCheckpoint(told, stop) };
        Assert.False(TrainingRun.Execute(request, stop.Token).Finished);
        Assert.False(File.Exists(Path.Combine(request.Folder, "summary.json")));
        TrainingOutcome resumed = TrainingRun.Execute(Request("vae") with { Resume = true });
        Assert.True(resumed.Finished);
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(request.Folder, "summary.json"));
        TrainingOutcome again = TrainingRun.Execute(Request("vae") with { Resume = true, LoadData = _ => throw new InvalidOperationException("not needed") });
        Assert.Equal(resumed.Summary!.Metrics, again.Summary!.Metrics);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(request.Folder, "summary.json")));
    }

    [Fact]
    public void RunKilledDuringEvaluationIsEvaluatedAgain()
    {
        TrainingOutcome first = TrainingRun.Execute(Request("vae"));
        File.Delete(Path.Combine(first.Folder, "summary.json"));
        Assert.Equal(Timeless(first.Summary!), Timeless(TrainingRun.Execute(Request("vae") with { Resume = true }).Summary!));
    }

    [Fact]
    public void RunStoppedInItsEvaluationIsTrainedAndGoesOnToTheSameNumbers()
    {
        IReadOnlyList<Metric> whole = Timeless(TrainingRun.Execute(Request("rbm") with { Folder = folders["whole"] }).Summary!);
        using var stop = new CancellationTokenSource();
        TrainingRequest request = Request("rbm") with { Clock = new TickingClock(), Progress = told => StopInEvaluation(told, stop) };
        TrainingOutcome stopped = TrainingRun.Execute(request, stop.Token);
        Assert.False(stopped.Finished);
        Assert.Equal((10, 10), (stopped.Step, stopped.TotalSteps));
        Assert.False(File.Exists(Path.Combine(request.Folder, "summary.json")));
        Assert.True(Run.Open(request.Folder, threads: 1).Finished);
        RunSummary resumed = TrainingRun.Execute(Request("rbm") with { Resume = true }).Summary!;
        Assert.Equal(whole, Timeless(resumed));
        Assert.Contains(resumed.Metrics, metric => metric is { Name: "cost/training", Value: > 0, Kind: "wall clock" });
    }

    [Fact]
    public void StoppedEvaluationLeavesTheSummaryAsItWas()
    {
        string summary = Path.Combine(TrainingRun.Execute(Request("vae")).Folder, "summary.json"), before = File.ReadAllText(summary);
        using var stop = new CancellationTokenSource();
        var request = new EvaluationRequest(Run.Open(folders["run"], threads: 1), Data(""))
        {
            Importance = 300,
            Clock = new TickingClock(),
            Progress = told => StopInEvaluation(told, stop),
        };
        Assert.Throws<OperationCanceledException>(() => RunEvaluation.Execute(request, stop.Token));
        Assert.Equal(before, File.ReadAllText(summary));
        RunEvaluation.Execute(request with { Progress = null });
        Assert.Contains("k = 300", File.ReadAllText(summary));
    }

    [Fact]
    public void ResumeWithoutARunBegins() => Assert.True(TrainingRun.Execute(Request("vae") with { Resume = true }).Finished);

    [Fact]
    public void ResumeWithAnotherSettingIsRefused()
    {
        TrainingRun.Execute(Request("vae"));
        TrainingRequest other = Request("vae") with { Resume = true };
        Assert.Contains("training.epochs is '9' but the run in", Assert.Throws<RecipeException>(() => TrainingRun.Execute(other with { Recipe = other.Recipe.Set("epochs=9") })).Message);
        Assert.Contains("holds a run of 'vae', not of 'ae'", Assert.Throws<RecipeException>(() => TrainingRun.Execute(other with { Recipe = RecipeCatalog.Load("ae") })).Message);
    }

    [Fact]
    public void OtherDataIsRefused()
    {
        using var stop = new CancellationTokenSource();
        TrainingRun.Execute(Request("vae") with { Progress = told => StopAfterFirstCheckpoint(told, stop) }, stop.Token);
        var error = Assert.Throws<RunException>(() => TrainingRun.Execute(Request("vae") with { Resume = true, LoadData = _ => Set(48, 20) }));
        Assert.Contains("data checksum", error.Message);
    }

    [Fact]
    public void FolderThatCannotBeWrittenFailsBeforeDataIsLoaded()
    {
        File.WriteAllText(folders["file"], "");
        TrainingRequest request = Request("vae") with { LoadData = _ => throw new InvalidOperationException("too late") };
        var error = Assert.Throws<RunException>(() => TrainingRun.Execute(request with { Folder = folders["file", "run"] }));
        Assert.Contains("cannot be written", error.Message);
        Assert.Contains("choose another folder by --out", error.Message);
    }

    [Fact]
    public void WrongSettingLeavesNoFolder()
    {
        TrainingRequest request = Request("vae");
        Assert.Throws<RecipeException>(() => TrainingRun.Execute(request with { Recipe = request.Recipe.Set("epochs=-1") }));
        Assert.False(Directory.Exists(request.Folder));
    }

    [Fact]
    public void SamplesThatTheModelCannotMakeFailBeforeTraining()
    {
        TrainingRequest request = Request("vae");
        var error = Assert.Throws<NotSupportedException>(() => TrainingRun.Execute(request with { Recipe = request.Recipe.Set("sampling.steps=5") }));
        Assert.Contains("makes an image in one pass", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(request.Folder));
    }

    [Fact]
    public void BatchIsCutToASmallSetAndSaidSo()
    {
        TrainingRequest request = Request("vae");
        TrainingRun.Execute(request with { Recipe = request.Recipe.Set("batch=500") });
        Assert.Contains("batch: 44", File.ReadAllText(Path.Combine(request.Folder, "recipe.yaml")));
        Assert.True(TrainingRun.Execute(request with { Recipe = request.Recipe.Set("batch=500"), Resume = true }).Finished);
    }

    [Fact]
    public void BudgetIsSavedAsSteps()
    {
        TrainingRequest request = Request("vae");
        // Checkpoints of so small a model cost more than its steps, and are not part of the estimate.
        Recipe recipe = request.Recipe.Set("checkpoint_every=1000000");
        TrainingOutcome outcome = TrainingRun.Execute(request with { Recipe = recipe, Budget = TimeSpan.FromSeconds(0.3) });
        Assert.Equal(outcome.TotalSteps.ToString(System.Globalization.CultureInfo.InvariantCulture), Recipe.Parse(File.ReadAllText(Path.Combine(request.Folder, "recipe.yaml")), "r")["training.steps"]);
    }

    [Fact]
    public void FolderThatIsNoRunIsOneClearError() =>
        Assert.Contains("is no run folder (it has no recipe.yaml)", Assert.Throws<RunException>(() => Run.Open(folders.Path)).Message);

    [Fact]
    public void EvaluationGoesIntoTheSummary()
    {
        TrainingOutcome outcome = TrainingRun.Execute(Request("jem"));
        EvaluationResult found = RunEvaluation.Execute(new(Run.Open(outcome.Folder, threads: 1), Data("")) { Seed = 9 });
        RunSummary summary = SummaryReader.Read(Path.Combine(outcome.Folder, "summary.json"));
        Assert.Equal(found.Metrics.First(metric => metric.Name == "energy/noise"), summary.Metrics.First(metric => metric.Name == "energy/noise"));
        Assert.Equal(outcome.Summary!.Metrics.Count, summary.Metrics.Count);
    }

    [Fact]
    public void WhatWasMeasuredOnceIsNotLeftOutByALaterEvaluation()
    {
        TrainingOutcome outcome = TrainingRun.Execute(Request("vae"));
        Run run = Run.Open(outcome.Folder, threads: 1);
        RunSummary Summary() => SummaryReader.Read(Path.Combine(outcome.Folder, "summary.json"));
        Assert.Equal("not measured: evaluation.outliers is 0; outliers are asked for by --outliers", Summary().NotDefined["outliers"]);
        Assert.Equal("it is no classifier", Summary().NotDefined["classification"]);
        RunEvaluation.Execute(new(run, Data("")) { Outliers = 10, LoadAtHand = Unknown });
        Assert.DoesNotContain("outliers", Summary().NotDefined.Keys);
        IReadOnlyList<Metric> before = Summary().Metrics;
        EvaluationResult alone = RunEvaluation.Execute(new(run, Data("")) { Groups = ["likelihood", "classification"] });
        Assert.Equal(["test/elbo"], alone.Metrics.Select(metric => metric.Name));
        Assert.Equal(["classification"], alone.NotDefined.Keys);
        Assert.Equal(before.OrderBy(metric => metric.Name, StringComparer.Ordinal), Summary().Metrics.OrderBy(metric => metric.Name, StringComparer.Ordinal));
        Assert.DoesNotContain("outliers", Summary().NotDefined.Keys);
        Assert.Contains("annealing", Summary().NotDefined.Keys);
    }

    [Fact]
    public void OutliersAreOtherSetsOfTheSizeThatAreAtHand()
    {
        ImageSet Images(string name, int side) => new(name, side, side, 1, new byte[3 * side * side]);
        DataSet Load(string name) => name switch
        {
            "glyphs" => new DataSet(name, null, 0, Images(name, 28)),
            "kmnist" => new DataSet(name, null, 0, Images(name, 14)),
            "fashion-mnist" => new DataSet(name, Images(name, 28), 0, null),
            _ => Unknown(name),
        };
        DataSet digits = new("mnist:binary", null, 0, Images("mnist", 28));
        Assert.Equal(["glyphs"], OtherSets.Of(digits, Load).Select(set => set.Name));
        Assert.Empty(OtherSets.Of(new DataSet("glyphs:digits", null, 0, Images("glyphs", 28)), Load));
        Assert.Empty(OtherSets.Of(digits, null));
    }

    private static DataSet Unknown(string name) => throw new DataSourceException($"{name} is not here");

    [Fact]
    public void SamplesAreMeasuredByAnotherSamplerAndSaySo()
    {
        TrainingOutcome outcome = TrainingRun.Execute(Request("ddpm"));
        var asked = new EvaluationRequest(Run.Open(outcome.Folder, threads: 1), Data("")) { Samples = 12, Features = "pixels", Groups = ["samples", "cost"] };
        EvaluationResult usual = RunEvaluation.Execute(asked with { Steps = 4 }), ancestral = RunEvaluation.Execute(asked with { Steps = 4, Sampler = "ancestral" });
        Metric Of(EvaluationResult found, string name) => found.Metrics.Single(metric => metric.Name == name);
        Assert.Equal("against test images, pixels, by ancestral, in 4 steps", Of(ancestral, "samples/kid").Kind);
        Assert.Equal("wall clock, by ancestral, in 4 steps", Of(ancestral, "cost/sampling").Kind);
        Assert.NotEqual(Of(usual, "samples/kid").Value, Of(ancestral, "samples/kid").Value);
        var error = Assert.Throws<NotSupportedException>(() => RunEvaluation.Execute(asked with { Sampler = "dim" }));
        Assert.StartsWith("ddpm has no sampler 'dim'; it has ", error.Message);
    }

    [Fact]
    public void TrainingSaysWhatItCost()
    {
        TrainingOutcome outcome = TrainingRun.Execute(Request("vae") with { Clock = new TickingClock() });
        Dictionary<string, Metric> found = outcome.Summary!.Metrics.ToDictionary(metric => metric.Name);
        Assert.True(found["cost/training"] is { Kind: "wall clock", Unit: "seconds", Value: > 10 });
        // 30-8-2-8-30 and an encoder with two heads: forward, both gradients, but none of the images.
        Assert.Equal(((30 * 8) + (8 * 4) + (2 * 8) + (8 * 30)) * 3 - (30 * 8), found["cost/multiply_adds"].Value);
        double variables = 4.0 * (((30 * 8) + 8 + (8 * 4) + 4 + (2 * 8) + 8 + (8 * 30) + 30) * 4) + (44 * 30);
        Assert.InRange(found["cost/memory"].Value * (1 << 20), variables, variables + 200_000);
        Assert.Equal("count, of the engine with 1 thread", found["cost/memory"].Kind);
        Assert.False(File.Exists(Path.Combine(outcome.Folder, "training-time.txt")));
    }

    [Fact]
    public void TheTimeOfAResumedTrainingIsThatOfItsLastPace()
    {
        using var stop = new CancellationTokenSource();
        TrainingRun.Execute(Request("vae") with { Clock = new TickingClock(), Progress = told => StopAfterFirstCheckpoint(told, stop) }, stop.Token);
        Metric time = TrainingRun.Execute(Request("vae") with { Resume = true, Clock = new TickingClock() }).Summary!.Metrics.Single(metric => metric.Name == "cost/training");
        Assert.Equal("wall clock, at the pace of the last 6 steps", time.Kind);
        Assert.True(time.Value > 10);
    }

    private static Metric[] Timeless(RunSummary summary) => [.. summary.Metrics.Where(metric => !metric.IsWallClock)];

    private static void StopAfterFirstCheckpoint(TrainingEvent told, CancellationTokenSource stop)
    {
        if (told is CheckpointWritten { Step: > 0 })
            stop.Cancel();
    }

    private static void StopInEvaluation(TrainingEvent told, CancellationTokenSource stop)
    {
        if (told is Evaluating { Progress: { Part: > 0.1, What: var what } } && !what.StartsWith("measuring", StringComparison.Ordinal))
            stop.Cancel();
    }

    private static DataSet Data(string name) => Set(44, 20);

    private static DataSet Set(int train, int test) => new("blobs", TrainingSetup.Images(train), 4, TrainingSetup.Images(test));

    private TrainingRequest Request(string model)
    {
        Recipe recipe = RecipeCatalog.Load(model).Set("data.set=blobs").Set("epochs=2").Set("batch=8").Set("training.seed=3")
            .Set("checkpoint_every=4").Set("ema=0.9").Set("sampling.count=4");
        recipe = model switch
        {
            "jem" => recipe.Set("channels=[4, 4]").Set("langevin.steps=2").Set("buffer=16").Set("sampling.steps=3"),
            "ddpm" => recipe.Set("channels=[4, 8]").Set("sampling.steps=3").Set("evaluation.levels=1"),
            "rbm" => recipe.Set("hidden=8").Set("sampling.steps=3"),
            _ => recipe.Set("hidden=8").Set("latent=2"),
        };
        return new TrainingRequest(recipe, folders["run"], Data) { Threads = 1 };
    }
}
