using System.Globalization;
using Likeness.App.Reports.Charts;
using Likeness.App.Reports.Runs;

namespace Likeness.App.Reports.Sections;

/// <summary>The map of a two-dimensional latent space, by class where the examples have labels.</summary>
internal static class Latent
{
    private static readonly Axis First = new("first latent coordinate");
    private static readonly Axis Second = new("second latent coordinate");

    public static Section? Of(RunSummary summary)
    {
        if (summary.Latent.IsAbsent)
            return null;
        var body = summary.Latent.Value is { } map ? Draw(map) : Section.NotAvailable("Latent map", summary.Latent.Reason!);
        return new Section("latent", "Latent space", body);
    }

    private static Html Draw(LatentMap map)
    {
        var labels = map.Labels.Count > 0 ? map.Labels : [.. map.Points.Select(_ => "all")];
        var classes = map.Points.Zip(labels).GroupBy(pair => pair.Second, pair => pair.First)
            .OrderBy(group => double.TryParse(group.Key, CultureInfo.InvariantCulture, out var number) ? number : double.MaxValue)
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ScatterClass(group.Key, [.. group])).ToArray();
        var words = $"{Numbers.Count(map.Points.Count)} examples"
            + (classes.Length > 1 ? $" of {classes.Length} classes; each class is named at its middle." : ".");
        var chart = new ScatterChart("Where the encoder puts the data", words, First, Second, classes);
        return Figure.Beside(chart, words, classes.Length > 1 ? chart.Legend() : Html.Empty);
    }
}
