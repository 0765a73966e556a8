using Likeness.App.Reports.Runs;

namespace Likeness.App.Reports.Sections;

/// <summary>The first look: the sample grid, and the few numbers that sum the run up, each with the kind of number it is.</summary>
internal static class Glance
{
    private const int Tiles = 6;
    private const int PictureRoom = 620;

    public static Section Of(RunFolder run, IReadOnlyList<(PictureEntry Entry, Part<Picture> Picture)> pictures)
    {
        var samples = Pictures.Leading(pictures)?.Picture;
        var picture = samples?.Value is { } shown ? Figure.Of(shown, PictureRoom)
            : Section.NotAvailable("Samples", samples?.Reason ?? "the run folder has no samples.png");
        return new Section("glance", "At a glance", Html.Of($"""{Warnings(run)}<div class="glance">{picture}{KeyFigures(run)}</div>"""));
    }

    private static Html Warnings(RunFolder run) =>
        Html.Lines(run.Summary.Warnings.Select(warning => Html.Of($"""<p class="warning">{warning}</p>""")));

    private static Html KeyFigures(RunFolder run)
    {
        var chosen = run.Summary.Measurements.Select(measured => (Measured: measured, Name: MeasureNames.Of(measured.Name)))
            .OrderBy(pair => pair.Name.Rank).Take(Tiles).ToArray();
        if (chosen.Length == 0)
            return Section.NotAvailable("Key figures", run.IsFinished ? "summary.json has no metrics" : RunFolder.Unfinished);
        return Html.Of($"""<dl class="tiles">{Html.Lines(chosen.Select(pair => Tile(pair.Measured, pair.Name)))}</dl>""");
    }

    private static Html Tile(Measurement measured, MeasureName name)
    {
        var (number, unit) = MeasureNames.Words(measured);
        var (value, error) = number.Split(" ± ") is [var before, var after]
            ? (before, Html.Of($"""<small>± {after}</small>"""))
            : (number, Html.Empty);
        var count = measured.N is { } n ? Html.Of($"<span>n = {Numbers.Count(n)}</span>") : Html.Empty;
        return Html.Of($"""
            <div><dt>{name.Label}</dt>
            <dd class="value">{value}{(unit == "%" ? Html.Text(" %") : Html.Empty)} {error}</dd>
            {(unit is "" or "%" ? Html.Empty : Html.Of($"""<dd class="unit">{unit}</dd>"""))}
            <dd class="kind">{Kind(measured.Kind)}{count}</dd></div>
            """);
    }

    /// <summary>The kind of a number, as a small label.</summary>
    public static Html Kind(string kind) => kind.Length == 0 ? Html.Empty : Html.Of($"""<span class="pill">{kind}</span>""");
}
