using Likeness.App.Reports.Sections;
using Likeness.App.Reports.Studies;
using Likeness.Experiments.Comparisons;
using Likeness.Experiments.Studies;
using Likeness.Recipes;

namespace Likeness.App.Reports.Comparisons;

/// <summary>The report of a comparison: one table of measured numbers, what they cost, and what every model draws, as one page.</summary>
internal static class ComparisonReport
{
    /// <summary>Writes report.html into the comparison's folder and returns its path.</summary>
    public static string Write(StudyRun run) => PageOf(run).Write(run.Folder);

    internal static Page PageOf(StudyRun run)
    {
        var table = ComparisonTable.Of(run);
        Section?[] sections =
        [
            MeasureTable.Of(table),
            Plots.Of(table),
            Sheets.Of(run),
            Courses.Of(run),
            Courses.Reliability(run),
            ModelPages.Of(run),
            Fairness(run),
            CellTable.Of(run),
            StudyProvenance.Reproduce(run),
            Bibliography.Of(run),
        ];
        return new Page($"{run.Study.Title} · Likeness", Head(run), [.. sections.OfType<Section>()], $"Made by Likeness {LikenessVersion.Text}.");
    }

    private static Html Head(StudyRun run)
    {
        var (study, finished) = (run.Study, run.Rows.Count(row => row.Status == CellStatus.Finished));
        return Html.Of($"""
            <p class="eyebrow">comparison</p>
            <h1>{study.Title}</h1>
            <p class="lead">{study.About}</p>
            {Masthead.Facts(
                ("Data", study.Data),
                ("Trainings", finished == run.Rows.Count ? Numbers.Count(finished) : $"{Numbers.Count(finished)} of {Numbers.Count(run.Rows.Count)} finished"),
                ("Seeds", string.Join(", ", study.Seeds)),
                ("Trained and measured in", Numbers.Duration(run.Rows.Sum(row => row.Summary?.Seconds ?? 0))))}
            """);
    }

    private static Section Fairness(StudyRun run) => new("fair", "How it was compared", Html.Of($"""
        <ul>
        <li>Every model sees the same training images; with the same seed, in the same order.</li>
        <li>{(run.Study.Budget is { } time ? $"Every model trains for about {Numbers.Duration(time.TotalSeconds)} of wall-clock time on the same threads: its speed is measured at the start, and a number of steps fixed from it." : "Every model trains for the same number of steps; what a step costs stands in the table.")}</li>
        <li>Recipes come with the program and were fixed before: nothing was tuned for this comparison, and test images were used for measuring only.</li>
        <li>Samples are the first that a fixed seed gives; none is picked. As many of every model are measured, against test images that no model has seen.</li>
        <li>A best value is printed in bold only where it differs from every other by more than chance: Welch's test at 5 % over seeds, or twice the standard error of a number that has one. Where the noise is unknown, nothing is marked.</li>
        <li>Likelihoods are of different kinds. Exact numbers, estimates and bounds stand with their kind, and are not ranked against each other.</li>
        <li>A training that diverged or could not be done is a row with its reason.</li>
        </ul>
        """));
}
