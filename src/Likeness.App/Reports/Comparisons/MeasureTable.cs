using Likeness.Experiments.Comparisons;

namespace Likeness.App.Reports.Comparisons;

/// <summary>Models against measures, with what each column says.</summary>
internal static class MeasureTable
{
    public static Section Of(ComparisonTable table)
    {
        Column[] columns = [new("Model"), .. table.Columns.Select(column => new Column(column.Title, IsNumber: true)), new("Status")];
        var rows = table.Rows.Select(Row).ToList();
        if (table.Real is { } real)
            rows.Add([new(Html.Of($"<em>{real.Name}</em><br/><small>{real.Family}</small>"), real.Name), .. real.Figures.Select(Figure), Cell.Text("")]);
        return new Section("table", "The table", Html.Lines(new DataTable("Models against measures", columns, rows).ToHtml(), Meanings(table)));
    }

    /// <summary>A figure in words: 1.79 ± 0.04.</summary>
    public static string Words(ComparisonFigure figure) => figure.Mean >= 1000 && figure.Spread is null or 0 ? Numbers.Amount(Math.Round(figure.Mean))
        : Numbers.Measured(figure.Mean, figure.Spread ?? figure.Error);

    private static IReadOnlyList<Cell> Row(ComparisonRow row) =>
    [
        new(Html.Of($"""<a href="#model-{row.Name}">{row.Name}</a><br/><small>{row.Family}</small>"""), row.Name),
        .. row.Figures.Select(Figure), Cell.Text(Status(row)),
    ];

    private static Cell Figure(ComparisonFigure? figure)
    {
        if (figure is null)
            return Cell.Text("");
        var words = figure.IsBest ? Html.Of($"""<span class="best">{Words(figure)}</span>""") : Html.Text(Words(figure));
        var kind = figure is { Unit: "nats" } ? Html.Of($"<br/><small>{ComparisonKinds.Short(figure)}</small>") : Html.Empty;
        return Cell.Number(figure.Mean, Html.Of($"{words}{kind}"));
    }

    private static string Status(ComparisonRow row)
    {
        var parts = new[]
        {
            row.Finished == row.Cells.Count ? "" : $"{row.Finished} of {row.Cells.Count} trained",
            row.Rollbacks > 0 ? $"{row.Rollbacks} rolled back" : "",
        }.Where(part => part.Length > 0).ToArray();
        return parts.Length == 0 ? "stable" : string.Join(", ", parts);
    }

    private static Html Meanings(ComparisonTable table) => Html.Of($"""
        <dl class="meanings">
        {table.Columns.Select(column => Html.Of($"<div><dt>{column.Title}</dt><dd>{column.About}{Better(column)}</dd></div>"))}
        <div><dt>±</dt><dd>The standard deviation over seeds; of a single seed, the standard error of the number where it has one.</dd></div>
        </dl>
        """);

    private static string Better(ComparisonColumn column) => column.Better.Length == 0 ? "" : $" {char.ToUpperInvariant(column.Better[0])}{column.Better[1..]} is better.";
}
