using System.Globalization;
using Likeness.Formats;

namespace Likeness.Experiments.Studies;

/// <summary>Results as CSV (RFC 4180): a line a cell, a column a setting that differs and a metric. What a cell lacks is empty.</summary>
internal static class StudyTable
{
    /// <summary>Replaces the file.</summary>
    public static void Write(string path, IReadOnlyList<StudyRow> rows)
    {
        string[] keys = [.. rows.SelectMany(row => row.Cell.Recipe.Overrides).Select(change => change[..change.IndexOf('=', StringComparison.Ordinal)])
            .Distinct().Where(key => rows.Select(row => Setting(row, key)).Distinct().Count() > 1)];
        string[] metrics = [.. rows.SelectMany(row => row.Metrics).Select(metric => metric.Name).Distinct()];
        IEnumerable<string>[] lines =
        [
            ["cell", "variant", "model", .. keys, "status", "parameters", "steps", "seconds", .. metrics],
            .. rows.Select(row => Line(row, keys, metrics)),
        ];
        AtomicFile.WriteAllText(path, string.Concat(lines.Select(line => string.Join(',', line.Select(Quoted)) + "\n")));
    }

    private static IEnumerable<string> Line(StudyRow row, string[] keys, string[] metrics) =>
    [
        row.Cell.Name, row.Cell.Places[0].Variant.Name, row.Cell.Recipe.Model, .. keys.Select(key => Setting(row, key)), row.StatusText,
        Number(row.Summary?.Parameters), Number(row.Summary?.Steps), Number(row.Summary?.Seconds), .. metrics.Select(name => Number(row.Metric(name)?.Value)),
    ];

    private static string Setting(StudyRow row, string key) => row.Cell.Recipe.Has(key) ? row.Cell.Recipe[key] : "";

    private static string Number(double? value) => value is { } number && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
