using Likeness.App.Reports.Sections;
using Likeness.Experiments.Studies;
using Likeness.Recipes;

namespace Likeness.App.Reports.Comparisons;

/// <summary>A chapter a model: what it is, how it did, how to have it again.</summary>
internal static class ModelPages
{
    public static Section Of(StudyRun run) => new("models", "The models", Html.Lines(run.Study.Variants.Select(variant =>
        Chapter(run, ModelCatalog.Find(variant.Model), [.. run.Rows.Where(row => row.Cell.Places[0].Variant == variant)]))));

    private static Html Chapter(StudyRun run, ModelEntry entry, StudyRow[] rows)
    {
        ModelCard card = entry.Card;
        return Html.Of($"""
            <h3 id="model-{entry.Name}">{entry.Name}: {card.Title}</h3>
            <p>{card.Description}.</p>
            {Masthead.Facts(
                ("Formula", card.Formula), ("Training minimises", card.Learns), ("Good at", card.GoodAt), ("Not so good at", card.BadAt))}
            <p class="lead">{Links.In(card.Paper)}</p>
            {rows.SelectMany(row => row.Summary?.Warnings ?? []).Distinct().Select(warning => Html.Of($"""<p class="warning">{warning}</p>"""))}
            {rows.Where(row => row.Problem is not null).Select(row => Html.Of($"""<p class="missing">{row.Cell.Title} failed: {row.Problem}.</p>"""))}
            {Results.Left(rows.SelectMany(row => row.Summary?.NotDefined.Select(left => (left.Key, left.Value)) ?? []).Distinct())}
            {Recipe(rows[0])}
            {Reports(run, rows)}
            """);
    }

    private static Html Recipe(StudyRow row)
    {
        var file = Path.Combine(row.Folder, "recipe.yaml");
        return !File.Exists(file) ? Html.Empty : Html.Of($"""
            <details><summary>recipe.yaml</summary>
            <pre><code>{File.ReadAllText(file)}</code></pre></details>
            """);
    }

    private static Html Reports(StudyRun run, StudyRow[] rows)
    {
        var links = rows.Where(row => File.Exists(Path.Combine(row.Folder, "report.html"))).Select(row =>
            Html.Of($"""<a href="{Path.GetRelativePath(run.Folder, row.Folder).Replace('\\', '/')}/report.html">seed {row.Cell.Seed}</a>""")).ToArray();
        return links.Length == 0 ? Html.Empty : Html.Of($"<p>Beside this page in the comparison's folder: the report of {Html.Join(", ", links)}.</p>");
    }
}
