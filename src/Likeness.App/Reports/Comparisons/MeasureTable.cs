using Likeness.Experiments.Comparisons;

namespace Likeness.App.Reports.Comparisons;

/// <summary>Models against measures, with what each column says.</summary>
internal static class MeasureTable
{
    public static Section Of(ComparisonTable table) => new("table", "The table", Html.Lines(
        Part(table, "Quality and diversity of samples", ["samples/"], table.Real),
        Part(table, "Likelihood, classification, outliers", ["test/", "ood/"], null),
        Part(table, "Cost", ["cost/"], null)));

    // All columns in one table would not fit a page.
    private static Html Part(ComparisonTable table, string caption, string[] subjects, ComparisonRow? real)
    {
        int[] shown = [.. Enumerable.Range(0, table.Columns.Count).Where(i => subjects.Any(subject => table.Columns[i].Metrics[0].StartsWith(subject, StringComparison.Ordinal)))];
        if (shown.Length == 0)
            return Html.Empty;
        Column[] columns = [new("Model"), .. shown.Select(i => new Column(table.Columns[i].Title, IsNumber: true)), new("Status")];
        var rows = table.Rows.Select(row => Row(row, shown)).ToList();
        if (real is not null)
            rows.Add([new(Html.Of($"<em>{real.Name}</em><br/><small>{real.Family}</small>"), real.Name), .. shown.Select(i => Figure(real.Figures[i])), Cell.Text("")]);
        bool gaps = shown.Any(i => table.Rows.Any(row => row.Figures[i] is null));
        return Html.Lines(Html.Of($"<h3>{caption}</h3>"), new DataTable(caption, columns, rows).ToHtml(), Meanings([.. shown.Select(i => table.Columns[i])], gaps));
    }

    /// <summary>A figure in words: 1.79 ± 0.04.</summary>
    public static string Words(ComparisonFigure figure) => (figure.Spread ?? figure.Error) switch
    {
        var error when figure.Unit == "fraction" => Numbers.Fixed(figure.Mean, 3) + (error is > 0 ? $" ± {Numbers.Fixed(error.Value, 3)}" : ""),
        null or 0 when figure.Mean >= 1000 => Numbers.Amount(Math.Round(figure.Mean)),
        var error => Numbers.Measured(figure.Mean, error),
    };

    private static IReadOnlyList<Cell> Row(ComparisonRow row, int[] shown) =>
    [
        new(Html.Of($"""<a href="#model-{row.Name}">{row.Name}</a><br/><small>{row.Family}</small>"""), row.Name),
        .. shown.Select(i => Figure(row.Figures[i])), Cell.Text(Status(row)),
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

    private static Html Meanings(IReadOnlyList<ComparisonColumn> columns, bool gaps) => Html.Of($"""
        <dl class="meanings">
        {columns.Select(column => Html.Of($"<div><dt>{column.Title}</dt><dd>{column.About}{Better(column)}</dd></div>"))}
        <div><dt>±</dt><dd>The standard deviation over seeds; of a single seed, the standard error of the number where it has one.</dd></div>
        {(gaps ? Html.Of($"<div><dt>empty</dt><dd>Not defined for the model, or not measured: its chapter says why.</dd></div>") : Html.Empty)}
        </dl>
        """);

    private static string Better(ComparisonColumn column) => column.Better.Length == 0 ? "" : $" {char.ToUpperInvariant(column.Better[0])}{column.Better[1..]} is better.";
}
