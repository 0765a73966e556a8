using Likeness.App.Reports.Sections;
using Likeness.Experiments.Studies;
using Likeness.Recipes;

namespace Likeness.App.Reports.Studies;

/// <summary>The report of a study: its questions, their charts, curves and pictures, and every number, as one page that opens anywhere.</summary>
internal static class StudyReport
{
    /// <summary>Writes report.html into the study's folder and returns its path.</summary>
    public static string Write(StudyRun run) => PageOf(run).Write(run.Folder);

    internal static Page PageOf(StudyRun run)
    {
        var logs = new CellLogs();
        Section[] sections =
        [
            .. run.Study.Sweeps.Select((sweep, i) => SweepSection.Of(run, sweep, i + 1, logs)),
            CellTable.Of(run),
            StudyProvenance.Plan(run.Study),
            StudyProvenance.Reproduce(run),
        ];
        return new Page($"{run.Study.Title} · {run.Study.Name}", Head(run), sections, $"Made by Likeness {LikenessVersion.Text} from the study “{run.Study.Name}”.");
    }

    private static Html Head(StudyRun run)
    {
        var (study, finished) = (run.Study, run.Rows.Count(row => row.Status == CellStatus.Finished));
        var cells = finished == run.Rows.Count ? Numbers.Count(finished) : $"{Numbers.Count(finished)} of {Numbers.Count(run.Rows.Count)} finished";
        return Html.Of($"""
            <p class="eyebrow">study · {study.Name}{(study.IsQuick ? " · short form" : "")}</p>
            <h1>{study.Title}</h1>
            <p class="lead">{study.About}</p>
            {Masthead.Facts(
                ("Data", study.Data),
                ("Cells", cells),
                ("Seeds", string.Join(", ", study.Seeds)),
                ("Trained in", Numbers.Duration(run.Rows.Sum(row => row.Summary?.Seconds ?? 0))))}
            """);
    }
}
