using Likeness.App.Reports.Charts;
using Likeness.Experiments.Comparisons;

namespace Likeness.App.Reports.Comparisons;

/// <summary>Quality against what it costs, and against diversity.</summary>
internal static class Plots
{
    public static Section? Of(ComparisonTable table)
    {
        Html[] charts =
        [
            Chart(table, "sampling", "FID", "Quality against the cost of sampling", "Seconds for 1,000 samples; low and left is good."),
            Chart(table, "multiply-adds", "FID", "Quality against the cost of training", "Multiplications of a training step for each image; low and left is good."),
            Chart(table, "recall", "precision", "Quality against diversity", "Precision falls when samples look like nothing, recall when kinds of image are missing; high and right is good."),
            Chart(table, "memorisation", "FID", "Quality against copying", "Well below 1, samples lie nearer to training images than other images do."),
        ];
        return charts.All(chart => chart.IsEmpty) ? null : new Section("plots", "Quality, diversity and cost", Figure.Row(charts.Where(chart => !chart.IsEmpty)));
    }

    private static Html Chart(ComparisonTable table, string x, string y, string title, string caption)
    {
        var (across, up) = (IndexOf(table, x), IndexOf(table, y));
        if (across < 0 || up < 0)
            return Html.Empty;
        IEnumerable<ComparisonRow> rows = table.Real is { } real ? [.. table.Rows, real] : table.Rows;
        NamedPoint[] points = [.. rows.Select((row, i) => (row, i)).Where(pair => pair.row.Figures[across] is not null && pair.row.Figures[up] is not null)
            .Select(pair => new NamedPoint(pair.row.Name, new Point(pair.row.Figures[across]!.Mean, pair.row.Figures[up]!.Mean), pair.i))];
        if (points.Length < 2)
            return Html.Empty;
        var words = string.Join("; ", points.Select(point => $"{point.Label}: {x} {Numbers.Measured(point.Place.X)}, {y} {Numbers.Measured(point.Place.Y)}")) + ".";
        return Figure.Small(
            new NamedPoints(title, words, AxisOf(x, points.Select(point => point.Place.X)), AxisOf(y, points.Select(point => point.Place.Y)), points), caption);
    }

    private static int IndexOf(ComparisonTable table, string title) => table.Columns.ToList().FindIndex(column => column.Title == title);

    // What spans a factor of ten is read off a logarithmic scale; parts of a whole stay linear.
    private static Axis AxisOf(string title, IEnumerable<double> values)
    {
        double[] all = [.. values];
        return title is "precision" or "recall" ? new Axis(title) : new Axis(title) { Log = all.Min() > 0 && all.Max() >= 10 * all.Min() };
    }
}
