using Likeness.App.Reports.Runs;
using Likeness.App.Reports.Sections;
using Likeness.Evaluation;
using Likeness.Experiments.Studies;

namespace Likeness.App.Reports.Studies;

/// <summary>Every cell of a study with every number that was measured.</summary>
internal static class CellTable
{
    public static Section Of(StudyRun run)
    {
        string[] metrics = [.. run.Rows.SelectMany(row => row.Metrics).Select(metric => metric.Name).Distinct().OrderBy(name => MeasureNames.Of(name).Rank)];
        Column[] columns =
        [
            new("Cell"), new("Status"), new("Parameters", IsNumber: true), new("Steps", IsNumber: true), new("Time", IsNumber: true),
            .. metrics.Select(metric => new Column(metric, IsNumber: true)),
        ];
        var table = new DataTable("All cells of the study", columns, [.. run.Rows.Select(row => Row(row, metrics))]);
        var failed = run.Rows.Where(row => row.Problem is not null).Select(row => Html.Of($"""<p class="missing">{row.Cell.Title} failed: {row.Problem}.</p>"""));
        return new Section("cells", "All cells", Html.Lines([.. failed, table.ToHtml(), Meanings(run)]));
    }

    private static IReadOnlyList<Cell> Row(StudyRow row, string[] metrics) =>
    [
        Cell.Text(row.Cell.Title),
        new(Glance.Kind(row.StatusText), row.StatusText),
        Count(row.Summary?.Parameters),
        Count(row.Summary?.Steps),
        row.Summary is { } summary ? Cell.Number(summary.Seconds, Html.Text(Numbers.Duration(summary.Seconds))) : Cell.Text(""),
        .. metrics.Select(name => row.Metric(name) is { } metric ? Figure(metric) : Cell.Text("")),
    ];

    private static Cell Count(long? number) => number is { } count ? Cell.Number(count, Html.Text(Numbers.Count(count))) : Cell.Text("");

    private static Cell Figure(Metric metric)
    {
        var (number, unit) = MeasureNames.Words(new Measurement(metric.Name, metric.Value, metric.Kind, metric.N, metric.Unit, metric.Error));
        return Cell.Number(metric.Value, Html.Text(unit == "%" ? $"{number} %" : number));
    }

    private static Html Meanings(StudyRun run)
    {
        var kinds = run.Rows.SelectMany(row => row.Metrics).GroupBy(metric => metric.Name)
            .Select(group => Html.Of($"<div><dt>{group.Key}</dt><dd>{MeasureNames.Of(group.Key).Label}{Told(group.First())}.</dd></div>")).ToArray();
        return kinds.Length == 0 ? Html.Empty : Html.Of($"""<dl class="meanings">{kinds}</dl>""");
    }

    private static string Told(Metric metric) => string.Concat(new[] { metric.Kind, metric.Unit, metric.N is { } n ? $"n = {Numbers.Count(n)}" : "" }
        .Where(text => text.Length > 0).Select(text => ", " + text));
}
