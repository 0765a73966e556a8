namespace Likeness.App.Reports.Charts;

/// <summary>A table of numbers whose cells are tinted by size: a confusion matrix, models against measures.</summary>
/// <param name="Values">Row by row; as many rows as row labels, as many columns as column labels.</param>
internal sealed record HeatMap(string Title, string Description, string RowTitle, string ColumnTitle,
    IReadOnlyList<string> RowLabels, IReadOnlyList<string> ColumnLabels, IReadOnlyList<IReadOnlyList<double>> Values) : IChart
{
    private const double NumbersFrom = 26;

    /// <summary>Tints cells off the diagonal in the colour of errors: the few that count would drown beside the many that are right.</summary>
    public bool DiagonalIsRight { get; init; }

    public Html Draw(int width)
    {
        if (RowLabels.Count == 0 || ColumnLabels.Count == 0)
            return Svg.Nothing(this, width);
        var left = 12 + RowLabels.Max(Svg.TextWidth);
        var cell = (width - left - 2) / ColumnLabels.Count;
        var (tall, top) = (Math.Min(cell, 52), 44.0);
        var cells = Values.SelectMany((row, i) => row.Select((_, j) => Cell(i, j, left + j * cell, top + i * tall, cell, tall)));
        return Svg.Drawing(this, width, top + RowLabels.Count * tall + 4, Html.Lines(
            Html.Of($"""<text class="caption" x="2" y="13">{RowTitle} ↓  {ColumnTitle} →</text>"""),
            Html.Of($"""<g class="ticks">{RowLabels.Select((label, i) => RowLabel(label, left, top + (i + 0.5) * tall))}</g>"""),
            Html.Of($"""<g class="ticks">{ColumnLabels.Select((label, j) => ColumnLabel(label, left + (j + 0.5) * cell, top))}</g>"""),
            Html.Of($"""<g class="cells">{cells}</g>""")));
    }

    private Html Cell(int row, int column, double x, double y, double width, double height)
    {
        var value = Values[row][column];
        var tint = Tint(row, value);
        var colour = DiagonalIsRight && row != column ? "wrong" : "right";
        var words = $"{RowTitle} {RowLabels[row]}, {ColumnTitle} {ColumnLabels[column]}: {Numbers.Amount(value)}";
        var number = width >= NumbersFrom && value != 0 && height >= 14 ? Number(value, x + width / 2, y + height / 2) : Html.Empty;
        return Html.Of($"""
            <g><title>{words}</title><rect class="cell" x="{x}" y="{y}" width="{width - 1.5}" height="{height - 1.5}" rx="2"/><rect class="{colour}" x="{x}" y="{y}" width="{width - 1.5}" height="{height - 1.5}" rx="2" opacity="{tint}"/>{number}</g>
            """);
    }

    // The cube root keeps one error in a hundred visible beside the ninety-nine that are right.
    private double Tint(int row, double value)
    {
        var whole = Values[row].Where(double.IsFinite).Sum(Math.Abs);
        return double.IsFinite(value) && whole > 0 ? Math.Cbrt(Math.Abs(value) / whole) : 0;
    }

    private static Html Number(double value, double x, double y) =>
        Html.Of($"""<text x="{x - 0.75}" y="{y + 3}" text-anchor="middle">{Numbers.Amount(value)}</text>""");

    private static Html RowLabel(string label, double left, double y) =>
        Html.Of($"""<text x="{left - 7}" y="{y + 3.5}" text-anchor="end">{label}</text>""");

    private static Html ColumnLabel(string label, double x, double top) =>
        Html.Of($"""<text x="{x}" y="{top - 7}" text-anchor="middle">{label}</text>""");
}
