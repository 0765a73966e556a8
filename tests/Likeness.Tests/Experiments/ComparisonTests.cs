using Likeness.Data;
using Likeness.Evaluation;
using Likeness.Experiments.Comparisons;
using Likeness.Experiments.Studies;
using Likeness.Recipes;
using Likeness.Tests.Formats;
using Likeness.Tests.Golden;
using Likeness.Tests.Training;
using Likeness.Training;
using Xunit;

namespace Likeness.Tests.Experiments;

public sealed class ComparisonTests : IDisposable
{
    private static readonly KeyValuePair<string, string>[] Small =
        [new("training.batch", "8"), new("training.log_every", "4"), new("sampling.count", "4"), new("architecture.hidden", "[4]")];

    private readonly TemporaryFolder folders = new();

    public void Dispose() => folders.Dispose();

    [Fact]
    public void Means_differ_where_Welchs_test_says_so()
    {
        double[] chance = GoldenRun.Read("comparison", "p");
        Assert.Contains(chance, p => p < 0.05);
        for (int i = 0; i < chance.Length; i++)
            Assert.Equal(chance[i] < 0.05, Figure(GoldenRun.Read("comparison", $"a{i}")).DiffersFrom(Figure(GoldenRun.Read("comparison", $"b{i}"))));
    }

    [Fact]
    public void Of_one_seed_only_what_has_an_error_differs()
    {
        ComparisonFigure With(double value, double? error) => ComparisonFigure.Of([new Metric("test/ll", value, "exact", 10, "nats", error)])!;
        Assert.True(With(1, 0.1).DiffersFrom(With(2, 0.1)));
        Assert.False(With(1, 0.6).DiffersFrom(With(2, 0.6)));
        Assert.False(With(1, null).DiffersFrom(With(1000, null)));
        Assert.False(Figure(1).DiffersFrom(Figure(2)));
        Assert.True(Figure(1, 1).DiffersFrom(Figure(2, 2)));
        Assert.Null(ComparisonFigure.Of([null, new Metric("test/ll", double.NaN, "exact", 10, "nats")]));
    }

    [Fact]
    public void A_plan_becomes_a_study_that_is_read_back_whatever_the_data_is_called()
    {
        Study study = new ComparisonPlan { Models = ["vae", "ae"], Data = "it's: {odd}", Budget = TimeSpan.FromSeconds(1.5), Seeds = 2, Settings = ComparisonPlan.Measuring(50, quick: true) }.ToStudy();
        Assert.Equal(("it's: {odd}", TimeSpan.FromSeconds(1.5)), (study.Data, study.Budget!.Value));
        Assert.Equal(["1", "2"], study.Seeds);
        Assert.Equal("50", study.Variants[0].Settings.Usual.ToDictionary()["evaluation.samples"]);
        // ae makes no images from noise, so its recipe has no such setting.
        Assert.DoesNotContain(study.Variants[1].Settings.Usual, setting => setting.Key == "evaluation.samples");
        Assert.Throws<RecipeException>(() => new ComparisonPlan { Models = ["vea"], Data = "glyphs" }.ToStudy());
    }

    [Fact]
    public void Every_model_and_seed_is_a_row_and_every_measure_a_mean()
    {
        StudyRun run = Finish(Plan(["vae", "ae"]));
        ComparisonTable table = ComparisonTable.Of(run);
        Assert.Equal(["vae", "ae"], table.Rows.Select(row => row.Name));
        Assert.Equal(["log-likelihood", "mse", "parameters"], table.Columns.Select(column => column.Title).Intersect(["log-likelihood", "mse", "parameters", "accuracy"]));
        int mse = table.Columns.ToList().FindIndex(column => column.Title == "mse");
        double[] seeds = [.. run.Rows.Where(row => row.Cell.Recipe.Model == "ae").Select(row => row.Metric("test/mse")!.Value)];
        ComparisonFigure figure = table.Rows[1].Figures[mse]!;
        Assert.Equal(2, seeds.Length);
        Assert.Equal(seeds.Average(), figure.Mean, 1e-12);
        Assert.Equal(Math.Abs(seeds[0] - seeds[1]) / Math.Sqrt(2), figure.Spread!.Value, 1e-12);
        Assert.Null(table.Rows[1].Figures[table.Columns.ToList().FindIndex(column => column.Title == "log-likelihood")]);
        Assert.Null(table.Real);
        int parameters = table.Columns.ToList().FindIndex(column => column.Title == "parameters");
        ComparisonFigure[] sizes = [.. table.Rows.Select(row => row.Figures[parameters]!)];
        Assert.Equal(sizes.Min(size => size.Mean), Assert.Single(sizes, size => size.IsBest).Mean);
    }

    [Fact]
    public void A_model_that_the_data_does_not_allow_is_a_row_with_its_reason()
    {
        StudyRun run = Finish(Plan(["ae", "dbn-classifier"]), Unlabelled);
        Assert.True(run.IsOver);
        StudyRow[] failed = [.. run.Rows.Where(row => row.Status == CellStatus.Failed)];
        Assert.Equal(2, failed.Length);
        Assert.All(failed, row => Assert.Contains("dbn-classifier", row.Problem));
        Assert.Equal((2, 0), (ComparisonTable.Of(run).Rows[0].Finished, ComparisonTable.Of(run).Rows[1].Finished));
        var none = Assert.Throws<RecipeException>(() => new StudyRun(Request(Plan(["dbn-classifier"]), folders["none"]) with { LoadData = Unlabelled }));
        Assert.Contains("no cell of the study can be trained", none.Message);
        Assert.False(Directory.Exists(folders["none"]));
    }

    [Fact]
    public void A_budget_fixes_the_steps_and_the_comparison_goes_on_with_them()
    {
        ComparisonPlan plan = Plan(["ae"]) with { Budget = TimeSpan.FromSeconds(0.2), Steps = null, Seeds = 1 };
        StudyRun run = Finish(plan);
        long steps = run.Rows[0].Summary!.Steps;
        Assert.True(steps > 0);
        Assert.Equal(steps, Finish(plan).Rows[0].Summary!.Steps);
        Assert.Equal("comparison", StudyCatalog.Saved(folders["comparison"])!.Name);
        var other = Assert.Throws<RunException>(() => Finish(plan with { Budget = TimeSpan.FromSeconds(1) }));
        Assert.Contains("began with a budget of 0.2s, not a budget of 1s", other.Message);
    }

    [Fact]
    public void A_mean_is_as_doubtful_as_the_worst_of_its_numbers()
    {
        const string Few = PartitionMetrics.EstimateKind + ", from too few chains";
        ComparisonFigure Of(params string[] kinds) => ComparisonFigure.Of(kinds.Select(kind => new Metric("test/ais", -90, kind, 10, "nats", 0.3)))!;
        Assert.Equal("AIS", ComparisonKinds.Short(Of(PartitionMetrics.EstimateKind)));
        Assert.Equal("AIS, too few chains", ComparisonKinds.Short(Of(PartitionMetrics.EstimateKind, Few)));
    }

    private static ComparisonFigure Figure(params double[] seeds) => ComparisonFigure.Of(seeds.Select(value => new Metric("samples/fid", value, "", 10, "")))!;

    private static ComparisonPlan Plan(IReadOnlyList<string> models) => new() { Models = models, Data = "blobs", Steps = 12, Seeds = 2, Settings = Small };

    private static StudyRequest Request(ComparisonPlan plan, string folder) => SmallStudy.Request(folder, plan.ToStudy()) with { LeaveOutImpossible = true };

    private static DataSet Unlabelled(string name)
    {
        ImageSet Of(ImageSet images) => new(name, images.Height, images.Width, 1, images.Pixels);
        return new DataSet(name, Of(TrainingSetup.Images(44)), 4, Of(TrainingSetup.Images(20)));
    }

    private StudyRun Finish(ComparisonPlan plan, Func<string, DataSet>? load = null)
    {
        StudyRequest request = Request(plan, folders["comparison"]);
        var run = new StudyRun(request with { LoadData = load ?? request.LoadData });
        for (int i = 0; i < run.Rows.Count; i++)
            run.Run(i);
        return run;
    }
}
