using Likeness.App.Reports.Runs;
using Likeness.Experiments.Studies;

namespace Likeness.App.Reports.Comparisons;

/// <summary>What the models draw, side by side at the same seed.</summary>
internal static class Sheets
{
    private const int Room = 320;

    public static Section? Of(StudyRun run)
    {
        Html[] chapters =
        [
            Chapter(run, "samples.png", "", "The first samples of each model at one sampling seed, none picked."),
            Chapter(run, "trajectory.png", "From noise to image", "Models that refine: each row is one sample, from left to right."),
            Chapter(run, "reconstructions.png", "Encoded and decoded", "Models that encode: test images, each with what the model makes of it to its right."),
        ];
        return chapters.All(chapter => chapter.IsEmpty) ? null : new Section("samples", "Samples", Html.Lines(chapters));
    }

    private static Html Chapter(StudyRun run, string file, string title, string words)
    {
        Html[] sheets = [.. run.Rows.Where(row => row.Cell.Seed == run.Study.Seeds[0] && File.Exists(Path.Combine(row.Folder, file))).Select(row => Sheet(row, file))];
        if (sheets.Length == 0)
            return Html.Empty;
        var heading = title.Length > 0 ? Html.Of($"<h3>{title}</h3>") : Html.Empty;
        return Html.Of($"""{heading}<p>{words}</p><div class="sheets">{Html.Lines(sheets)}</div>""");
    }

    private static Html Sheet(StudyRow row, string file)
    {
        var picture = Picture.Read(Path.GetFullPath(row.Folder), new PictureEntry(file, row.Cell.Recipe.Model, ""));
        return picture.Value is { } shown ? Figure.Of(shown, Room) : Section.NotAvailable(file, picture.Reason!);
    }
}
