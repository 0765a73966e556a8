using Likeness.App.Reports.Charts;
using Likeness.App.Reports.Runs;

namespace Likeness.App.Reports.Sections;

/// <summary>Of which classes the samples are, beside the test images: what a collapsed model leaves out.</summary>
internal static class Classes
{
    public static Section? Of(RunSummary summary) => summary.Classes.IsAbsent ? null
        : new Section("classes", "Classes of the samples", summary.Classes.Value is { } shares ? Draw(shares)
            : Section.NotAvailable("Classes of the samples", summary.Classes.Reason!));

    private static Html Draw(ClassShares shares)
    {
        Bar[] bars = [.. shares.Names.Select((name, i) => new Bar(name, 100 * shares.Samples[i], Mark: 100 * shares.Test[i]))];
        var words = Words(shares);
        var chart = new BarChart("Share of each class", words, new Axis("of the samples", "%"), bars) { Words = bar => Numbers.Percent(bar.Value / 100) };
        return Figure.Wide(chart, $"{words} The line across a bar is the share among test images, as the same classifier sees them.");
    }

    private static string Words(ClassShares shares)
    {
        var order = Enumerable.Range(0, shares.Names.Count).OrderBy(i => shares.Samples[i]).ToArray();
        var missing = order.Count(i => shares.Samples[i] == 0);
        string Named(int i) => $"{shares.Names[i]} ({Numbers.Percent(shares.Samples[i])})";
        return $"Most often {Named(order[^1])}, least {Named(order[0])}" + (missing > 0 ? $"; {missing} of {order.Length} classes are missing." : ".");
    }
}
