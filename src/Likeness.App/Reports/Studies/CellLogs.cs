using Likeness.App.Reports.Runs;

namespace Likeness.App.Reports.Studies;

/// <summary>What the cells' runs logged, each file read once.</summary>
internal sealed class CellLogs
{
    private const string Error = "/error", Accuracy = "/accuracy";
    private const int FewEpochs = 10;

    private readonly Dictionary<string, MetricsLog?> known = [];

    /// <summary>The course of a number in the last stage that has it: epoch by epoch, or by logged steps where epochs are few; null without any.
    /// An error is what an accuracy lacks.</summary>
    public Series? Course(string folder, string name)
    {
        if (name.EndsWith(Error, StringComparison.Ordinal))
            return Course(folder, name[..^Error.Length] + Accuracy) is { } right
                ? right with { Points = [.. right.Points.Select(point => point with { Value = 1 - point.Value })] } : null;
        var log = Of(folder);
        var epochs = log?.Epochs.LastOrDefault(series => series.Name == name);
        return epochs is { Points.Count: >= FewEpochs } ? epochs
            : log?.Losses.LastOrDefault(series => $"train/{series.Name}" == name && series.Stage == (epochs?.Stage ?? series.Stage)) ?? epochs;
    }

    /// <summary>All losses of a run by step, stage after stage.</summary>
    public IReadOnlyList<Series> Losses(string folder) => Of(folder)?.Losses ?? [];

    private MetricsLog? Of(string folder)
    {
        if (!known.TryGetValue(folder, out var log))
            known[folder] = log = RunLog(folder);
        return log;
    }

    private static MetricsLog? RunLog(string folder)
    {
        var file = Path.Combine(folder, "metrics.jsonl");
        return File.Exists(file) ? MetricsLog.Parse(File.ReadAllLines(file)) : null;
    }
}
