using System.Text.Json;

namespace Likeness.App.Reports.Runs;

/// <summary>Reads summary.json; members it does not know are skipped, so that newer runs stay readable.</summary>
internal static class SummaryReader
{
    public static RunSummary Read(JsonElement root) => new()
    {
        Model = root.Text("model"),
        Title = root.Text("title"),
        Family = root.Text("family"),
        Paper = root.Text("paper"),
        Data = root.Text("data"),
        DataChecksum = root.Text("data_checksum"),
        Seed = root.Text("seed"),
        Version = root.Text("version"),
        Machine = root.Text("machine"),
        Command = root.Text("command"),
        LossUnit = root.Text("loss_unit"),
        Seconds = root.Number("seconds"),
        Parameters = Whole(root.Number("parameters")),
        Warnings = [.. root.Member("warnings").Items().Select(JsonReading.AsText)],
        Measurements = [.. root.Member("metrics").Members().Select(ReadMeasurement)],
        NotDefined = [.. root.Member("not_defined").Members().Select(member => (member.Name, member.Value.AsText()))],
        Pictures = [.. root.Member("pictures").Items().Select(ReadPicture).OfType<PictureEntry>()],
        Confusion = SummaryParts.Confusion(root.Member("confusion")),
        Classes = SummaryParts.Classes(root.Member("classes")),
        Latent = SummaryParts.Latent(root.Member("latent")),
        Reliability = SummaryParts.Reliability(root.Member("reliability")),
    };

    private static Measurement ReadMeasurement(JsonProperty member)
    {
        var told = member.Value;
        var value = told.ValueKind == JsonValueKind.Object ? told.Number("value") : told.AsNumber();
        var kind = (told.Text("kind") ?? "").Replace('_', ' ');
        return new Measurement(member.Name, value ?? double.NaN, kind, Whole(told.Number("n")), told.Text("unit") ?? "", told.Number("error"));
    }

    private static PictureEntry? ReadPicture(JsonElement entry) => entry.ValueKind == JsonValueKind.String
        ? new PictureEntry(entry.GetString()!, null, null)
        : entry.Text("file") is { } file ? new PictureEntry(file, entry.Text("title"), entry.Text("caption")) : null;

    private static long? Whole(double? number) => number is { } value && Math.Abs(value) < 1e18 ? (long)Math.Round(value) : null;
}
