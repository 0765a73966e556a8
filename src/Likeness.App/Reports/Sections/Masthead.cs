using Likeness.App.Reports.Runs;

namespace Likeness.App.Reports.Sections;

/// <summary>The head of the page: what was trained, on what, how large, how long.</summary>
internal static class Masthead
{
    public static Html Of(RunFolder run)
    {
        var summary = run.Summary;
        var model = summary.Title is not null && summary.Model is not null ? summary.Model : null;
        var eyebrow = string.Join(" · ", new[] { summary.Family, model }.OfType<string>());
        return Html.Of($"""
            <p class="eyebrow">{(eyebrow.Length > 0 ? eyebrow : "training run")}</p>
            <h1>{RunReport.TitleOf(run)}</h1>
            {(summary.Paper is { } paper ? Html.Of($"""<p class="lead">after {Links.In(paper)}</p>""") : Html.Empty)}
            {Facts(
                ("Data", summary.Data),
                ("Parameters", summary.Parameters is { } count ? Numbers.Count(count) : null),
                ("Trained in", summary.Seconds is { } seconds ? Numbers.Duration(seconds) : null),
                ("Seed", summary.Seed),
                ("Run", run.Name))}
            """);
    }

    /// <summary>A row of named facts; those without a value are left out.</summary>
    public static Html Facts(params IEnumerable<(string Name, string? Value)> facts)
    {
        var known = facts.Where(fact => fact.Value is not null).Select(fact => Html.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"));
        return Html.Of($"""<dl class="facts">{known}</dl>""");
    }
}
