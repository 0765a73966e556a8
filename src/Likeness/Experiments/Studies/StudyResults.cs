using System.Text.Encodings.Web;
using System.Text.Json;
using Likeness.Evaluation;
using Likeness.Formats;
using Likeness.Recipes;

namespace Likeness.Experiments.Studies;

/// <summary>Results as JSON: the study, its sweeps, and a row a cell.</summary>
public static class StudyResults
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Replaces the file.</summary>
    public static void Write(string path, StudyRun run) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, Options);
        Write(json, run);
    });

    /// <summary>Writes the results as one object.</summary>
    public static void Write(Utf8JsonWriter json, StudyRun run)
    {
        json.WriteStartObject();
        json.WriteString("study", run.Study.Name);
        json.WriteString("title", run.Study.Title);
        json.WriteBoolean("quick", run.Study.IsQuick);
        json.WriteBoolean("finished", run.IsOver);
        json.WriteString("version", LikenessVersion.Text);
        json.WriteString("machine", Machine.Text);
        json.WriteString("command", run.Command);
        Texts(json, "changes", run.Changes);
        List(json, "sweeps", run.Study.Sweeps, sweep => Sweep(json, sweep));
        List(json, "rows", run.Rows, row => Row(json, row, run.Folder));
        json.WriteEndObject();
    }

    /// <summary>The command that the results in a study's folder came from; null where there are none to read.</summary>
    public static string? CommandIn(string folder)
    {
        try
        {
            using JsonDocument results = JsonDocument.Parse(File.ReadAllText(new StudyFolder(folder).ResultsFile));
            return results.RootElement.GetProperty("command").GetString();
        }
        catch (Exception fault) when (fault is IOException or JsonException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static void Sweep(Utf8JsonWriter json, StudySweep sweep)
    {
        json.WriteString("name", sweep.Name);
        Texts(json, "variants", sweep.Variants.Select(variant => variant.Name));
        List(json, "axes", sweep.Axes, axis =>
        {
            json.WriteString("key", axis.Key);
            json.WriteString("label", axis.Label);
            Texts(json, "values", axis.Values.Select(value => value.Label));
        });
        Texts(json, "metrics", sweep.Metrics);
    }

    private static void Row(Utf8JsonWriter json, StudyRow row, string folder)
    {
        json.WriteString("cell", row.Cell.Name);
        json.WriteString("run", Path.GetRelativePath(folder, row.Folder).Replace('\\', '/'));
        json.WriteString("model", row.Cell.Recipe.Model);
        json.WriteString("data", row.Cell.Recipe.Data);
        json.WriteString("seed", row.Cell.Seed);
        json.WriteString("status", row.StatusText);
        if (row.Problem is { } problem)
            json.WriteString("problem", problem);
        List(json, "places", row.Cell.Places, place => Place(json, place));
        Texts(json, "settings", row.Cell.Recipe.Overrides);
        if (row.Summary is { } summary)
        {
            json.WriteNumber("parameters", summary.Parameters);
            json.WriteNumber("steps", summary.Steps);
            json.WriteNumber("seconds", summary.Seconds);
            json.WriteNumber("rollbacks", summary.Rollbacks);
            json.WriteString("data_checksum", summary.DataChecksum);
        }
        json.WriteStartObject("metrics");
        foreach (Metric metric in row.Metrics)
            SummaryWriter.Metric(json, metric);
        json.WriteEndObject();
    }

    private static void Place(Utf8JsonWriter json, CellPlace place)
    {
        json.WriteString("sweep", place.Sweep.Name);
        json.WriteString("variant", place.Variant.Name);
        json.WriteStartObject("at");
        foreach ((StudyAxis axis, AxisValue value) in place.Sweep.Axes.Zip(place.Values))
            json.WriteString(axis.Label, value.Label);
        json.WriteEndObject();
    }

    private static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> members)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            members(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
