using Likeness.App.Commands.Terminal;
using Likeness.Experiments.Comparisons;
using Likeness.Experiments.Studies;
using Spectre.Console;

namespace Likeness.App.Commands;

/// <summary>A comparison as the terminal shows it.</summary>
internal static class ComparisonText
{
    // A terminal has no room for all.
    private static readonly string[] InReportAlone = ["density", "coverage", "memorisation", "ECE", "memory", "multiply-adds", "mse", "training"];

    /// <summary>What to show of a training that has just ended.</summary>
    public static IReadOnlyList<string> AtAGlance { get; } = ["samples/fid", "samples/precision", "samples/recall", "test/accuracy"];

    /// <summary>The models with the measures that are asked for most, the best with a star; the report has them all.</summary>
    public static void Write(IAnsiConsole console, StudyRun run)
    {
        ComparisonTable all = ComparisonTable.Of(run);
        int[] shown = [.. Enumerable.Range(0, all.Columns.Count).Where(i => !InReportAlone.Contains(all.Columns[i].Title))];
        var table = new Listing(["model", .. shown.Select(i => all.Columns[i].Title), "status"]) { Right = [.. Enumerable.Range(1, shown.Length)] };
        foreach (var row in all.Rows)
            table.Add([row.Name, .. shown.Select(i => Text(row.Figures[i])), Status(row)]);
        if (all.Real is { } real)
            table.Add([real.Name, .. shown.Select(i => Text(real.Figures[i])), real.Family]);
        console.Line();
        table.Write(console);
        console.Line("+- is the standard deviation over seeds; * is better than all others by more than chance.");
        foreach (var row in all.Rows.SelectMany(row => row.Cells).Where(cell => cell.Problem is not null))
            console.Line($"{row.Cell.Title} failed: {row.Problem}");
        console.Line();
    }

    private static string Text(ComparisonFigure? figure)
    {
        if (figure is null)
            return "";
        string number = figure.Mean >= 1000 ? Figures.Count(figure.Mean) : figure.Unit == "fraction" ? Figures.Part(figure.Mean) : Figures.Number(figure.Mean);
        string spread = figure.Spread is { } width ? $" +- {Figures.Rough(width)}" : "";
        string kind = figure.Metric.StartsWith("test/", StringComparison.Ordinal) && figure.Unit == "nats" ? $" ({ComparisonKinds.Short(figure)})" : "";
        return $"{number}{spread}{kind}{(figure.IsBest ? " *" : "")}";
    }

    private static string Status(ComparisonRow row) =>
        (row.Finished == row.Cells.Count ? "" : $"{row.Finished} of {row.Cells.Count} trained")
        + (row.Rollbacks > 0 ? $"{(row.Finished == row.Cells.Count ? "" : ", ")}{row.Rollbacks} rolled back" : "");
}
