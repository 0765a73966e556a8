using System.Text.Json;
using Likeness.Evaluation;
using Likeness.Training;

namespace Likeness.Experiments;

/// <summary>Reads summary.json back.</summary>
internal static class SummaryReader
{
    /// <exception cref="RunException">The file is missing or not what this program writes.</exception>
    public static RunSummary Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IOException)
        {
            throw new RunException($"{path} is missing or unreadable: finish the run with --resume", error);
        }
    }

    private static RunSummary Read(JsonElement json) => new()
    {
        Model = Text(json, "model"),
        Title = Text(json, "title"),
        Family = Text(json, "family"),
        Paper = Text(json, "paper"),
        Data = Text(json, "data"),
        DataChecksum = Text(json, "data_checksum"),
        Seed = json.GetProperty("seed").GetInt64(),
        Version = Text(json, "version"),
        Machine = Text(json, "machine"),
        Threads = json.GetProperty("threads").GetInt32(),
        Seconds = Number(json.GetProperty("seconds")),
        Parameters = json.GetProperty("parameters").GetInt64(),
        Steps = json.GetProperty("steps").GetInt64(),
        Command = Text(json, "command"),
        Rollbacks = json.GetProperty("rollbacks").GetInt32(),
        Averaged = json.GetProperty("averaged").GetBoolean(),
        Warnings = json.TryGetProperty("warnings", out JsonElement warnings) ? Texts(warnings) : [],
        Metrics = [.. json.GetProperty("metrics").EnumerateObject().Select(member => Metric(member.Name, member.Value))],
        Pictures = [.. json.GetProperty("pictures").EnumerateArray().Select(Picture)],
        NotDefined = json.TryGetProperty("not_defined", out JsonElement reasons)
            ? reasons.EnumerateObject().ToDictionary(reason => reason.Name, reason => reason.Value.GetString() ?? "") : new Dictionary<string, string>(),
        Classes = json.TryGetProperty("classes", out JsonElement classes) ? Shares(classes) : null,
        Confusion = json.TryGetProperty("confusion", out JsonElement confusion) ? Table(confusion) : null,
        Reliability = json.TryGetProperty("reliability", out JsonElement table) ? [.. table.GetProperty("bins").EnumerateArray().Select(Bin)] : null,
        Latent = json.TryGetProperty("latent", out JsonElement latent) ? Map(latent) : null,
    };

    private static Metric Metric(string name, JsonElement json) => new(
        name, Number(json.GetProperty("value")), Text(json, "kind"), json.TryGetProperty("n", out JsonElement n) ? n.GetInt64() : null,
        Text(json, "unit"), json.TryGetProperty("error", out JsonElement error) ? Number(error) : null);

    private static RunPicture Picture(JsonElement json) => new(Text(json, "file"), Text(json, "title"), Text(json, "caption"));

    private static Confusion Table(JsonElement json) => new(
        Texts(json.GetProperty("classes")),
        [.. json.GetProperty("counts").EnumerateArray().Select(row => row.EnumerateArray().Select(count => count.GetInt64()).ToArray())]);

    private static ReliabilityBin Bin(JsonElement json) =>
        new(Number(json.GetProperty("confidence")), Number(json.GetProperty("accuracy")), json.GetProperty("count").GetInt64());

    private static LatentMap Map(JsonElement json) => new(
        [.. json.GetProperty("points").EnumerateArray().Select(point => point.EnumerateArray().Select(x => (float)Number(x)).ToArray())],
        Texts(json.GetProperty("labels")));

    private static ClassShares Shares(JsonElement json) => new(
        Texts(json.GetProperty("names")), Numbers(json.GetProperty("samples")), Numbers(json.GetProperty("test")));

    private static double[] Numbers(JsonElement json) => [.. json.EnumerateArray().Select(Number)];

    private static string[] Texts(JsonElement json) => [.. json.EnumerateArray().Select(text => text.GetString() ?? "")];

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";

    private static double Number(JsonElement json) => json.ValueKind == JsonValueKind.Null ? double.NaN : json.GetDouble();
}
