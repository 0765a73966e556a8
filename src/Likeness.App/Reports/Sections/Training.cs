using Likeness.App.Reports.Charts;
using Likeness.App.Reports.Runs;

namespace Likeness.App.Reports.Sections;

/// <summary>How training went: losses by step, then every metric by epoch, then the learning rate if it moved.</summary>
internal static class Training
{
    private const int MostDots = 60;

    public static Section Of(RunFolder run)
    {
        if (run.Log.Value is not { } log)
            return new Section("training", "Training", Section.NotAvailable("Training curves", run.Log.Reason!));
        var stages = log.Losses.Concat(log.Epochs).Select(series => series.Stage).Distinct().ToArray();
        var unit = run.Summary.LossUnit ?? "";
        var bodies = stages.Select(stage => Stage(log, stage, stages.Length > 1, unit));
        return new Section("training", "Training", Html.Lines([.. bodies, Unread(log)]));
    }

    private static Html Stage(MetricsLog log, string stage, bool named, string unit)
    {
        var losses = log.Losses.Where(series => series.Stage == stage).ToArray();
        var epochs = log.Epochs.Where(series => series.Stage == stage).ToArray();
        var together = LossChart.Together(losses);
        var validation = together.Any(series => series.Name == "loss") ? epochs.FirstOrDefault(IsValidationLoss) : null;
        var heading = named ? Html.Of($"<h3>{(stage.Length > 0 ? stage : "Other stages")}</h3>") : Html.Empty;
        var panels = losses.Except(together).Select(series => Alone(series, unit))
            .Concat(ByEpoch(epochs, validation is not null))
            .Concat(log.LearningRates.Where(series => series.Stage == stage && Moves(series)).Select(Rate));
        return Html.Lines(heading, together.Count > 0 ? Shared(together, validation, unit) : Html.Empty, Figure.Row(panels));
    }

    private static Html Shared(IReadOnlyList<Series> losses, Series? validation, string unit)
    {
        var (chart, caption) = LossChart.Of(losses.Count == 1 ? "Loss" : "Losses", losses, validation, unit);
        var noisy = chart.Lines.Any(line => line.IsNoisy);
        return Figure.Wide(chart, (noisy ? "Faint: every logged step. Dark: moving average over 2 % of the run to each side. " : "") + caption);
    }

    private static Html Alone(Series series, string unit)
    {
        var (chart, caption) = LossChart.Of($"Loss: {series.Name}", [series], null, unit);
        return Figure.Small(chart, caption);
    }

    // train/accuracy and validation/accuracy are one picture.
    private static IEnumerable<Html> ByEpoch(IReadOnlyList<Series> epochs, bool lossIsShown) =>
        epochs.GroupBy(Measure).Where(group => group.Any(series => series.Points.Count > 1))
            .Where(group => !(lossIsShown && group.Key == "loss")).Select(group =>
            {
                var lines = group.Select(EpochLine).ToArray();
                var chart = new LineChart(MeasureNames.Of(group.Key).Label, LossChart.Describe(lines), new Axis("epochs"), new Axis(""), lines);
                return Figure.Small(chart, lines.Length == 1 ? lines[0].Label : "");
            });

    private static Html Rate(Series series)
    {
        var line = new Line("learning rate", LossChart.ByStep(series), 0) { Smooth = false };
        var chart = new LineChart("Learning rate", LossChart.Describe([line]), LossChart.Steps, new Axis(""), [line]);
        return Figure.Small(chart, "");
    }

    private static Html Unread(MetricsLog log) => log.Unread == 0 ? Html.Empty
        : Html.Of($"""<p class="missing">Lines of metrics.jsonl that could not be read: {log.Unread} (the first is line {log.FirstUnread}).</p>""");

    private static Line EpochLine(Series series, int colour)
    {
        var points = series.Points.Select(point => new Point(point.Epoch, point.Value)).ToArray();
        return new Line(Split(series), points, colour) { Dots = points.Length <= MostDots };
    }

    private static bool IsValidationLoss(Series series) => series.Name == "validation/loss";

    private static string Measure(Series series) => series.Name[(series.Name.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static string Split(Series series) => series.Name.Split('/')[0];

    private static bool Moves(Series series) => series.Points.Select(point => point.Value).Distinct().Count() > 1;
}
