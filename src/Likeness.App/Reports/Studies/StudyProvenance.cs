using Likeness.App.Reports.Sections;
using Likeness.Experiments;
using Likeness.Experiments.Studies;
using Likeness.Recipes;

namespace Likeness.App.Reports.Studies;

/// <summary>Where a study comes from and how to have it again: plan, command, machine, data.</summary>
internal static class StudyProvenance
{
    public static Section Plan(Study study) => new("plan", "Plan", Html.Of($"""
        <p>The study as it was declared{(study.IsQuick ? "; this is its short form" : "")}.</p>
        <details><summary>study.yaml</summary>
        <pre><code>{study.Text}</code></pre></details>
        """));

    public static Section Reproduce(StudyRun run)
    {
        var checksums = run.Rows.Select(row => row.Summary).OfType<RunSummary>().Select(summary => $"{summary.Data} {summary.DataChecksum}").Distinct();
        return new Section("reproduce", "Reproduce", Html.Lines(
            Html.Of($"""
                <pre class="command"><code>{run.Command}</code></pre>
                <p>The same version on the same kind of processor gives the same bits. Each cell is a run in the folder cells, with its weights, curves and a report of its own.</p>
                """),
            Masthead.Facts([
                ("Version", LikenessVersion.Text),
                ("Seeds", string.Join(", ", run.Study.Seeds)),
                ("Machine", Machine.Text),
                ("Changes", run.Changes.Count > 0 ? string.Join(", ", run.Changes) : null),
                .. checksums.Select(text => ("Data checksum", (string?)text)),
            ])));
    }
}
