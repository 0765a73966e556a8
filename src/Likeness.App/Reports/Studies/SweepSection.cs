using Likeness.App.Reports.Runs;
using Likeness.Experiments.Studies;

namespace Likeness.App.Reports.Studies;

/// <summary>One question of a study: charts of its metrics, the course of training, pictures side by side.</summary>
internal static class SweepSection
{
    private const int PictureRoom = 320;

    public static Section Of(StudyRun run, StudySweep sweep, int number, CellLogs logs)
    {
        var about = sweep.About.Length > 0 ? Html.Of($"<p>{sweep.About}</p>") : Html.Empty;
        var charts = run.MetricsOf(sweep).Select(metric => MetricChart.Of(run, sweep, metric)).ToArray();
        var shown = charts.Length > 0 ? Figure.Row(charts) : Section.NotAvailable("Charts", "no cell of it has been measured yet");
        return new Section($"sweep-{number}", sweep.Name, Html.Lines([about, shown, Curves(run, sweep, logs), .. run.Study.Pictures.Select(file => Pictures(run, sweep, file))]));
    }

    private static Html Curves(StudyRun run, StudySweep sweep, CellLogs logs)
    {
        var charts = run.Study.Curves.SelectMany(name => sweep.Variants.Select(variant => CurveChart.Of(run, sweep, variant, name, logs)))
            .Where(chart => !chart.IsEmpty).ToArray();
        return charts.Length == 0 ? Html.Empty : Html.Lines(Html.Of($"<h3>Training</h3>"), Figure.Row(charts));
    }

    // One seed is enough to look at.
    private static Html Pictures(StudyRun run, StudySweep sweep, string file)
    {
        var shown = run.In(sweep).Where(row => row.Cell.Seed == run.Study.Seeds[0] && File.Exists(Path.Combine(row.Folder, file)))
            .Select(row => (Row: row, Picture: Read(row, file))).ToArray();
        if (shown.Length == 0)
            return Html.Empty;
        var words = shown.Select(pair => pair.Picture.Value).OfType<Picture>().FirstOrDefault();
        return Html.Of($"""
            <h3>{words?.Title ?? file}</h3>
            <p>{words?.Caption}</p>
            <div class="sheets">{Html.Lines(shown.Select(pair => Sheet(pair.Row, sweep, file, pair.Picture)))}</div>
            """);
    }

    private static Part<Picture> Read(StudyRow row, string file)
    {
        var told = row.Summary?.Pictures.FirstOrDefault(picture => picture.File == file);
        return Picture.Read(Path.GetFullPath(row.Folder), new PictureEntry(file, told?.Title, told?.Caption));
    }

    private static Html Sheet(StudyRow row, StudySweep sweep, string file, Part<Picture> picture) => picture.Value is { } shown
        ? Figure.Of(shown with { Title = PlaceText.Of(sweep, row.Cell.In(sweep)!), Caption = "" }, PictureRoom)
        : Section.NotAvailable(file, picture.Reason!);
}
