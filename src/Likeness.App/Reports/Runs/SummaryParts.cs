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
        var counts = Rows(element, "counts");
        if (classes.Length == 0)
            return Part<Confusion>.Unusable("confusion in summary.json names no classes");
        var size = classes.Length;
        if (counts.Length != size || counts.Any(row => row.Length != size))
            return Part<Confusion>.Unusable($"confusion in summary.json has {size} classes but its counts are not {size} x {size}");
        return Part<Confusion>.Of(new Confusion(classes, counts));
    }

    public static Part<LatentMap> Latent(JsonElement? told)
    {
        if (told is not { } element)
            return Part<LatentMap>.Absent;
        var rows = Rows(element, "points");
        var labels = element.Member("labels").Items().Select(JsonReading.AsText).ToArray();
        if (Array.Find(rows, row => row.Length != 2) is { } odd)
            return Part<LatentMap>.Unusable($"latent in summary.json has points with {odd.Length} coordinates; a map needs 2");
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
        var bins = element.Member("bins").Items().Select(Bin).ToArray();
        return bins.Length == 0 ? Part<Reliability>.Unusable("reliability in summary.json has no bins") : Part<Reliability>.Of(new Reliability(bins));
    }

    public static Part<ClassShares> Classes(JsonElement? told)
    {
        if (told is not { } element)
            return Part<ClassShares>.Absent;
        string[] names = [.. element.Member("names").Items().Select(JsonReading.AsText)];
        double[] Shares(string name) => [.. element.Member(name).Items().Select(share => share.AsNumber() ?? double.NaN)];
        var (samples, test) = (Shares("samples"), Shares("test"));
        return names.Length > 0 && samples.Length == names.Length && test.Length == names.Length
            ? Part<ClassShares>.Of(new ClassShares(names, samples, test))
            : Part<ClassShares>.Unusable($"classes in summary.json has {names.Length} names, {samples.Length} shares of samples and {test.Length} of test images");
    }

    private static ReliabilityBin Bin(JsonElement bin) =>
        new(bin.Number("confidence") ?? double.NaN, bin.Number("accuracy") ?? double.NaN, (long)(bin.Number("count") ?? 0));

    private static double[][] Rows(JsonElement element, string name) =>
        [.. element.Member(name).Items().Select(row => ((JsonElement?)row).Items().Select(cell => cell.AsNumber() ?? double.NaN).ToArray())];
}
