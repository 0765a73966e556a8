using Likeness.App.Reports.Charts;
using Likeness.App.Reports.Runs;

namespace Likeness.App.Reports.Sections;

/// <summary>How a model classifies: which classes it takes for which, and whether it is as right as it says.</summary>
internal static class Classification
{
    public static Section? Of(RunSummary summary)
    {
        if (summary.Confusion.IsAbsent && summary.Reliability.IsAbsent)
            return null;
        return new Section("classification", "Classification", Html.Lines(Confusion(summary.Confusion), Figure.Row(Recall(summary.Confusion), Reliability(summary.Reliability))));
    }

    private static Html Confusion(Part<Confusion> part)
    {
        if (part.Value is not { } confusion)
            return part.IsAbsent ? Html.Empty : Section.NotAvailable("Confusion matrix", part.Reason!);
        var words = Mistakes(confusion);
        var map = new HeatMap("Confusion matrix", words, "true", "predicted", confusion.Classes, confusion.Classes, confusion.Counts) { DiagonalIsRight = true };
        return Figure.Wide(map, words);
    }

    private static string Mistakes(Confusion confusion)
    {
        var cells = confusion.Counts.SelectMany((row, i) => row.Select((count, j) => (True: i, Taken: j, Count: double.IsFinite(count) ? count : 0))).ToArray();
        var (all, right) = (cells.Sum(cell => cell.Count), cells.Where(cell => cell.True == cell.Taken).Sum(cell => cell.Count));
        var worst = cells.Where(cell => cell.True != cell.Taken && cell.Count > 0).OrderByDescending(cell => cell.Count).Take(2)
            .Select(cell => $"{confusion.Classes[cell.True]} for {confusion.Classes[cell.Taken]} ({Numbers.Measured(cell.Count)} times)").ToArray();
        var mistakes = worst.Length == 0 ? "no mistakes" : "most often mistaken: " + string.Join(", ", worst);
        return all > 0 ? $"{Numbers.Measured(right)} of {Numbers.Measured(all)} right; {mistakes}." : "No examples.";
    }

    private static Html Recall(Part<Confusion> part)
    {
        if (part.Value is not { } confusion)
            return Html.Empty;
        var bars = confusion.Classes.Select((name, i) => new Bar(name, Fraction(confusion.Counts[i], i))).ToArray();
        var chart = new BarChart("Right by class", "The part of each class's examples that is classified right.", new Axis("part classified right"), bars) { Words = bar => Numbers.Percent(bar.Value) };
        return Figure.Small(chart, "Recall: of the examples of a class, the part that is recognised.");
    }

    private static double Fraction(IReadOnlyList<double> row, int right) => row.Where(double.IsFinite).Sum() is > 0 and var all ? row[right] / all : double.NaN;

    private static Html Reliability(Part<Reliability> part)
    {
        if (part.Value is not { } reliability)
            return part.IsAbsent ? Html.Empty : Section.NotAvailable("Reliability diagram", part.Reason!);
        var below = reliability.Bins.Where(bin => bin.Accuracy < bin.Confidence).Sum(bin => bin.Count);
        var words = $"Bars below the line claim more than they keep: {Numbers.Percent((double)below / Math.Max(1, reliability.Bins.Sum(bin => bin.Count)))} of the predictions. Wider bars hold more of them.";
        return Figure.Small(new ReliabilityDiagram("Reliability", words, reliability.Bins), words);
    }
}
