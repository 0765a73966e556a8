using Likeness.App.Commands.Terminal;
using Likeness.Experiments.Studies;
using Spectre.Console;

namespace Likeness.App.Commands;

/// <summary>Studies as the terminal shows them: the list, the end of a cell, a table a sweep.</summary>
internal static class StudyText
{
    /// <summary>The studies that come with the program.</summary>
    public static Listing All()
    {
        var table = new Listing("study", "title", "data", "about") { Below = [3] };
        foreach (var study in StudyCatalog.All)
            table.Add(study.Name, study.Title, study.Data, study.About);
        return table;
    }

    /// <summary>The cells of a sweep with its metrics.</summary>
    public static void Write(IAnsiConsole console, StudyRun run, StudySweep sweep)
    {
        var metrics = run.MetricsOf(sweep);
        string[] head = ["variant", .. sweep.Axes.Select(axis => axis.Label), "seed", "parameters", "time", .. metrics, "status"];
        var table = new Listing(head) { Right = [.. Enumerable.Range(1, sweep.Axes.Count + 1 + 2 + metrics.Count)] };
        foreach (var row in run.In(sweep))
            table.Add(Cells(row, sweep, metrics));
        console.Line();
        console.Line(sweep.Name);
        table.Write(console);
    }

    private static string[] Cells(StudyRow row, StudySweep sweep, IReadOnlyList<string> metrics)
    {
        var place = row.Cell.In(sweep)!;
        return
        [
            place.Variant.Name, .. place.Values.Select(value => value.Label), row.Cell.Seed,
            row.Summary is { } made ? Figures.Count(made.Parameters) : "",
            row.Summary is { } timed ? Figures.Clock(TimeSpan.FromSeconds(timed.Seconds)) : "",
            .. metrics.Select(name => row.Metric(name) is { } metric ? Figures.Number(metric.Value) : ""),
            row.Problem is { } problem ? $"{row.StatusText}: {problem}" : row.StatusText,
        ];
    }
}
