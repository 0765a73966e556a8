using Likeness.App.Reports.Charts;
using Likeness.App.Reports.Sections;
using Likeness.App.Reports.Studies;
using Likeness.Experiments.Studies;

namespace Likeness.App.Reports.Comparisons;

/// <summary>How each model's training went, and whether classifiers are as right as they say.</summary>
internal static class Courses
{
    public static Section? Of(StudyRun run)
    {
        var logs = new CellLogs();
        Html[] charts = [.. First(run).SelectMany(row => Charts(row, logs))];
        return charts.Length == 0 ? null : new Section("training", "Training", Html.Lines(
            Html.Of($"<p>What each model's training minimises, step by step: the losses of two models are not of one kind.</p>"), Figure.Row(charts)));
    }

    public static Section? Reliability(StudyRun run)
    {
        Html[] diagrams = [.. First(run).Where(row => row.Summary?.Reliability is not null).Select(Diagram)];
        return diagrams.Length == 0 ? null : new Section("reliability", "Reliability", Html.Lines(
            Html.Of($"<p>Of models that classify: how often they are right, against how sure they are. Bars below the line are overconfident.</p>"), Figure.Row(diagrams)));
    }

    private static IEnumerable<StudyRow> First(StudyRun run) => run.Rows.Where(row => row.Cell.Seed == run.Study.Seeds[0]);

    private static IEnumerable<Html> Charts(StudyRow row, CellLogs logs) => logs.Losses(row.Folder).GroupBy(series => series.Stage).Select(stage =>
    {
        var title = stage.Key.Length > 0 && stage.Key != "training" ? $"{row.Cell.Recipe.Model}, {stage.Key}" : row.Cell.Recipe.Model;
        var (chart, caption) = LossChart.Of(title, LossChart.Together([.. stage]), null, "");
        return Figure.Small(chart, caption);
    });

    private static Html Diagram(StudyRow row)
    {
        ReliabilityBin[] bins = [.. row.Summary!.Reliability!.Select(bin => new ReliabilityBin(bin.Confidence, bin.Accuracy, bin.Count))];
        var words = row.Metric("test/ece") is { } error ? $"Expected calibration error {Numbers.Measured(error.Value)}." : "";
        return Figure.Small(new ReliabilityDiagram(row.Cell.Recipe.Model, words, bins), words);
    }
}
