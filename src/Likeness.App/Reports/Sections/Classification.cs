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
        var reliability = Reliability(summary.Reliability);
        var body = summary.Confusion.Value is { } confusion ? Confusion(confusion, reliability)
            : summary.Confusion.IsAbsent ? Figure.Row(reliability)
            : Html.Lines(Section.NotAvailable("Confusion matrix", summary.Confusion.Reason!), Figure.Row(reliability));
        return new Section("classification", "Classification", body);
    }

    private static Html Confusion(Confusion confusion, Html reliability)
    {
        var words = Mistakes(confusion);
        var (classes, counts) = (confusion.Classes, confusion.Counts);
        var map = new HeatMap("Confusion matrix", words, "true", "predicted", classes, classes, counts) { DiagonalIsRight = true };
        return Figure.Beside(map, words, Recall(confusion), reliability);
    }

    private static string Mistakes(Confusion confusion)
    {
        var cells = confusion.Counts.SelectMany((row, i) => row.Select((count, j) => (True: i, Taken: j, Count: count)))
            .Where(cell => double.IsFinite(cell.Count)).ToArray();
        var (all, right) = (cells.Sum(cell => cell.Count), cells.Where(cell => cell.True == cell.Taken).Sum(cell => cell.Count));
        var worst = cells.Where(cell => cell.True != cell.Taken && cell.Count > 0).OrderByDescending(cell => cell.Count).Take(2)
            .Select(cell => $"{confusion.Classes[cell.True]} for {confusion.Classes[cell.Taken]} ({Times(cell.Count)})").ToArray();
        var mistakes = worst.Length == 0 ? "no mistakes" : "most often mistaken: " + string.Join(", ", worst);
        return all > 0 ? $"{Numbers.Amount(right)} of {Numbers.Amount(all)} right; {mistakes}." : "No examples.";
    }

    private static string Times(double count) => count == 1 ? "once" : $"{Numbers.Amount(count)} times";

    private static Html Recall(Confusion confusion)
    {
        var bars = confusion.Classes.Select((name, i) => ClassBar(name, confusion.Counts[i], i)).ToArray();
        var chart = new BarChart("Right by class", "The part of each class's examples that is classified right.", new Axis("classified right", "%"), bars)
        {
            FromZero = false,
            Words = bar => Numbers.Percent(bar.Value / 100),
        };
        return Figure.InColumn(chart, "Recall: of the examples of a class, the part that is recognised, with its standard error.");
    }

    private static Bar ClassBar(string name, IReadOnlyList<double> row, int right)
    {
        var all = row.Where(double.IsFinite).Sum();
        var part = all > 0 ? row[right] / all : double.NaN;
        return new Bar(name, 100 * part, 100 * Math.Sqrt(part * (1 - part) / all));
    }

    private static Html Reliability(Part<Reliability> told)
    {
        if (told.Value is not { } reliability)
            return told.IsAbsent ? Html.Empty : Section.NotAvailable("Reliability diagram", told.Reason!);
        var below = reliability.Bins.Where(bin => bin.Accuracy < bin.Confidence).Sum(bin => bin.Count);
        var part = (double)below / Math.Max(1, reliability.Bins.Sum(bin => bin.Count));
        var words = $"Bars below the line claim more than they keep: {Numbers.Percent(part)} of the predictions. Wider bars hold more of them.";
        return Figure.InColumn(new ReliabilityDiagram("Reliability", words, reliability.Bins), words);
    }
}
