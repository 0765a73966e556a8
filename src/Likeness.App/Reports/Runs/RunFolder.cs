using System.Text.Json;

namespace Likeness.App.Reports.Runs;

/// <summary>All that a report needs of a run folder, read once.</summary>
internal sealed record RunFolder(string Path, string Name, RunSummary Summary, bool IsFinished, Part<MetricsLog> Log, Part<string> Recipe)
{
    /// <summary>Why an unfinished run cannot tell what its summary would.</summary>
    public const string Unfinished = "the run has no summary.json yet: it has not finished";

    /// <summary>Reads the folder. Missing files leave their part of the report out; a summary.json that is not JSON throws.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">summary.json is not a JSON object.</exception>
    public static RunFolder Read(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (!Directory.Exists(full))
            throw new DirectoryNotFoundException($"no run folder at '{path}': give the folder of a run, such as runs/<name>");
        var summary = System.IO.Path.Combine(full, "summary.json");
        var finished = File.Exists(summary);
        var told = finished ? ReadSummary(summary) : RunSummary.Unfinished;
        return new RunFolder(full, new DirectoryInfo(full).Name, told, finished, ReadLog(full), ReadRecipe(full));
    }

    private static RunSummary ReadSummary(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Unreadable(file, $"holds a JSON {document.RootElement.ValueKind}, not an object", null);
            return SummaryReader.Read(document.RootElement);
        }
        catch (JsonException fault)
        {
            throw Unreadable(file, $"is not valid JSON (line {fault.LineNumber + 1})", fault);
        }
    }

    private static InvalidDataException Unreadable(string file, string fault, Exception? cause) =>
        new($"'{file}' {fault}: run the evaluation again to rewrite it", cause);

    private static Part<MetricsLog> ReadLog(string folder)
    {
        var file = System.IO.Path.Combine(folder, "metrics.jsonl");
        if (!File.Exists(file))
            return Part<MetricsLog>.Unusable("the run folder has no metrics.jsonl");
        var log = MetricsLog.Parse(File.ReadAllLines(file));
        return log.IsEmpty ? Part<MetricsLog>.Unusable("metrics.jsonl has no readable line of kind step or epoch") : Part<MetricsLog>.Of(log);
    }

    private static Part<string> ReadRecipe(string folder)
    {
        var file = System.IO.Path.Combine(folder, "recipe.yaml");
        return File.Exists(file) ? Part<string>.Of(File.ReadAllText(file)) : Part<string>.Unusable("the run folder has no recipe.yaml");
    }
}
