using Likeness.App.Reports.Runs;

namespace Likeness.App.Reports.Sections;

/// <summary>Every measured number in one table, and what the kinds of number in it mean.</summary>
internal static class Results
{
    private static readonly Column[] Columns =
        [new("Figure"), new("Value", IsNumber: true), new("Kind"), new("n", IsNumber: true), new("Better", Spare: true)];

    public static Section Of(RunSummary summary)
    {
        if (summary.Measurements.Count == 0)
            return new Section("figures", "All figures", Section.NotAvailable("Figures", "summary.json is missing or has no metrics"));
        var table = new DataTable("All figures of the run", Columns, [.. summary.Measurements.Select(Row)]);
        return new Section("figures", "All figures", Html.Lines(table.ToHtml(), Meanings(summary), Left(summary.NotDefined)));
    }

    private static IReadOnlyList<Cell> Row(Measurement measured)
    {
        var name = MeasureNames.Of(measured.Name);
        var (number, unit) = MeasureNames.Words(measured);
        return
        [
            new(Html.Of($"{name.Label}&#160; <code>{measured.Name}</code>"), measured.Name),
            Cell.Number(measured.Value, Html.Of($"{number} <small>{unit}</small>")),
            new(Glance.Kind(measured.Kind), measured.Kind),
            measured.N is { } n ? Cell.Number(n, Html.Text(Numbers.Count(n))) : Cell.Text(""),
            Cell.Text(name.Better),
        ];
    }

    private static Html Meanings(RunSummary summary)
    {
        var kinds = summary.Measurements.Select(measured => measured.Kind).Distinct()
            .Where(kind => MeasureNames.Meaning(kind) is not null).ToArray();
        var rows = kinds.Select(kind => Html.Of($"<div><dt>{kind}</dt><dd>{MeasureNames.Meaning(kind)}.</dd></div>"));
        return kinds.Length == 0 ? Html.Empty : Html.Of($"""<dl class="meanings">{rows}</dl>""");
    }

    /// <summary>Which groups of figures there are not, each with the reason.</summary>
    public static Html Left(IEnumerable<(string Group, string Reason)> groups)
    {
        var rows = groups.Select(left => Html.Of($"<div><dt>{left.Group}</dt><dd>{left.Reason}.</dd></div>")).ToArray();
        return rows.Length == 0 ? Html.Empty : Html.Of($"""<p>Not among the figures:</p><dl class="meanings">{rows}</dl>""");
    }
}
