using System.Text.Json;
using Likeness.App.Reports.Charts;

namespace Likeness.App.Reports.Runs;

/// <summary>Reads the optional tables of summary.json; a table whose sizes disagree gives the reason instead.</summary>
internal static class SummaryParts
{
    public static Part<Confusion> Confusion(JsonElement? told)
    {
        if (told is not { } element)
            return Part<Confusion>.Absent;
        var classes = element.Member("classes").Items().Select(JsonReading.AsText).ToArray();
        var counts = element.Member("counts").Items()
            .Select(row => (IReadOnlyList<double>)[.. ((JsonElement?)row).Items().Select(cell => cell.AsNumber() ?? double.NaN)]).ToArray();
        if (classes.Length == 0)
            return Part<Confusion>.Unusable("confusion in summary.json names no classes");
        if (counts.Length != classes.Length || counts.Any(row => row.Count != classes.Length))
            return Part<Confusion>.Unusable($"confusion in summary.json has {classes.Length} classes but its counts are not {classes.Length} x {classes.Length}");
        return Part<Confusion>.Of(new Confusion(classes, counts));
    }

    public static Part<LatentMap> Latent(JsonElement? told)
    {
        if (told is not { } element)
            return Part<LatentMap>.Absent;
        var rows = element.Member("points").Items().Select(row => ((JsonElement?)row).Items().Select(cell => cell.AsNumber() ?? double.NaN).ToArray()).ToArray();
        var labels = element.Member("labels").Items().Select(JsonReading.AsText).ToArray();
        if (rows.Any(row => row.Length != 2))
            return Part<LatentMap>.Unusable($"latent in summary.json has points with {rows.First(row => row.Length != 2).Length} coordinates; a map needs 2");
        if (labels.Length != 0 && labels.Length != rows.Length)
            return Part<LatentMap>.Unusable($"latent in summary.json has {rows.Length} points but {labels.Length} labels");
        if (rows.Length == 0)
            return Part<LatentMap>.Unusable("latent in summary.json has no points");
        return Part<LatentMap>.Of(new LatentMap([.. rows.Select(row => new Point(row[0], row[1]))], labels));
    }

    public static Part<Reliability> Reliability(JsonElement? told)
    {
        if (told is not { } element)
            return Part<Reliability>.Absent;
        var bins = element.Member("bins").Items()
            .Select(bin => new ReliabilityBin(bin.Number("confidence") ?? double.NaN, bin.Number("accuracy") ?? double.NaN, (long)(bin.Number("count") ?? 0)))
            .ToArray();
        return bins.Length == 0 ? Part<Reliability>.Unusable("reliability in summary.json has no bins") : Part<Reliability>.Of(new Reliability(bins));
    }
}
