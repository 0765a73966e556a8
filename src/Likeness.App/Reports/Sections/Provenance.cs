using Likeness.App.Reports.Runs;

namespace Likeness.App.Reports.Sections;

/// <summary>Where the run comes from and how to have it again: recipe, command, machine, paper.</summary>
internal static class Provenance
{
    public static Section Recipe(RunFolder run)
    {
        if (run.Recipe.Value is not { } recipe)
            return new Section("recipe", "Recipe", Section.NotAvailable("Recipe", run.Recipe.Reason!));
        var lines = recipe.AsSpan().TrimEnd().Count('\n') + 1;
        return new Section("recipe", "Recipe", Html.Of($"""
            <p>The resolved recipe: every choice of the run, those left at their defaults included.</p>
            <details><summary>recipe.yaml, {(lines == 1 ? "1 line" : $"{Numbers.Count(lines)} lines")}</summary>
            <pre><code>{recipe}</code></pre></details>
            """));
    }

    public static Section Reproduce(RunFolder run)
    {
        var summary = run.Summary;
        var command = summary.Command is { } line
            ? Html.Of($"""
                <pre class="command"><code>{line}</code></pre>
                <p>The same version on the same kind of processor gives the same bits.</p>
                """)
            : Section.NotAvailable("Command", run.IsFinished ? "summary.json names none" : RunFolder.Unfinished);
        return new Section("reproduce", "Reproduce", Html.Lines(command, Masthead.Facts(
            ("Version", summary.Version),
            ("Seed", summary.Seed),
            ("Machine", summary.Machine),
            ("Data", summary.Data),
            ("Data checksum", summary.DataChecksum))));
    }

    public static Section? Reference(RunSummary summary) => summary.Paper is not { } paper ? null
        : new Section("reference", "Reference", Html.Of($"""<blockquote>{Links.In(paper)}</blockquote>"""));
}
