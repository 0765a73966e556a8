namespace Likeness.App.Reports.Charts;

/// <summary>A table of numbers whose cells are tinted by size: a confusion matrix, models against measures.</summary>
/// <param name="Values">Row by row; as many rows as row labels, as many columns as column labels.</param>
internal sealed record HeatMap(string Title, string Description, string RowTitle, string ColumnTitle,
    IReadOnlyList<string> RowLabels, IReadOnlyList<string> ColumnLabels, IReadOnlyList<IReadOnlyList<double>> Values) : IChart
{
    private const double NumbersFrom = 26;
    private const double Gap = 1.5;

    /// <summary>Tints cells off the diagonal in the colour of errors, which would drown beside the many that are right.</summary>
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
            Svg.Text(2, 13, $"{RowTitle} ↓  {ColumnTitle} →", kind: "caption"),
            Html.Of($"""<g class="ticks">{RowLabels.Select((label, i) => Svg.Text(left - 7, top + (i + 0.5) * tall + 3.5, label, "end"))}</g>"""),
            Html.Of($"""<g class="ticks">{ColumnLabels.Select((label, j) => Svg.Text(left + (j + 0.5) * cell, top - 7, label, "middle"))}</g>"""),
            Html.Of($"""<g class="cells">{cells}</g>""")));
    }

    private Html Cell(int row, int column, double x, double y, double width, double height)
    {
        var value = Values[row][column];
        var tint = Tint(row, value);
        var colour = DiagonalIsRight && row != column ? "wrong" : "right";
        var words = $"{RowTitle} {RowLabels[row]}, {ColumnTitle} {ColumnLabels[column]}: {Numbers.Amount(value)}";
        var number = width >= NumbersFrom && value != 0
            ? Svg.Text(x + (width - Gap) / 2, y + height / 2 + 3, Numbers.Amount(value), "middle", "number")
            : Html.Empty;
        return Html.Of($"""
            <g><title>{words}</title>{Svg.Rectangle("cell", x, y, width - Gap, height - Gap)}
            {Svg.Rectangle(colour, x, y, width - Gap, height - Gap, tint)}{number}</g>
            """);
    }

    // The cube root keeps one error in a hundred visible beside the ninety-nine that are right.
    private double Tint(int row, double value)
    {
        var whole = Values[row].Where(double.IsFinite).Sum(Math.Abs);
        return double.IsFinite(value) && whole > 0 ? Math.Cbrt(Math.Abs(value) / whole) : 0;
    }
}
