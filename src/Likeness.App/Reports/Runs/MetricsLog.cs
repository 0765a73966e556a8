using System.Text.Json;

namespace Likeness.App.Reports.Runs;

/// <summary>One logged value: after how many steps and epochs it was taken.</summary>
internal readonly record struct LogPoint(double Step, double Epoch, double Value);

/// <summary>The course of one named number over a run (over one stage of it, where the trainer names stages).</summary>
internal sealed record Series(string Stage, string Name, IReadOnlyList<LogPoint> Points);

/// <summary>What metrics.jsonl tells: losses and learning rate by step, metrics by epoch.</summary>
/// <param name="Unread">Lines that are not JSON, a torn last line not counted.</param>
/// <param name="FirstUnread">The number of the first of them, from 1; 0 when there is none.</param>
internal sealed record MetricsLog(IReadOnlyList<Series> Losses, IReadOnlyList<Series> LearningRates, IReadOnlyList<Series> Epochs,
    int Unread, int FirstUnread)
{
    public bool IsEmpty => Losses.Count == 0 && Epochs.Count == 0;

    public static MetricsLog Parse(IReadOnlyList<string> lines)
    {
        var collector = new Collector();
        var (unread, first) = (0, 0);
        for (var i = 0; i < lines.Count; i++)
            if (!string.IsNullOrWhiteSpace(lines[i]) && !collector.Take(lines[i]) && i < lines.Count - 1)
                (unread, first) = (unread + 1, first == 0 ? i + 1 : first);
        return new MetricsLog(collector.Losses.ToSeries(), collector.Rates.ToSeries(), collector.Epochs.ToSeries(), unread, first);
    }

    private sealed class Collector
    {
        public SeriesByName Losses { get; } = new();

        public SeriesByName Rates { get; } = new();

        public SeriesByName Epochs { get; } = new();

        /// <summary>False when the line is not a JSON object.</summary>
        public bool Take(string line)
        {
            try
            {
                using var document = JsonDocument.Parse(line);
                if (document.RootElement.ValueKind != JsonValueKind.Object)
                    return false;
                Take(document.RootElement);
                return true;
            }
            catch (JsonException)
            {
                return false;
            }
        }

        private void Take(JsonElement line)
        {
            var stage = line.Text("stage") ?? "";
            var at = new LogPoint(line.Number("step") ?? double.NaN, line.Number("epoch") ?? double.NaN, 0);
            switch (line.Text("kind"))
            {
                case "step":
                    Losses.Add(stage, line.Member("losses"), at);
                    Rates.Add(stage, "learning rate", at, line.Number("learning_rate"));
                    break;
                case "epoch":
                    Epochs.Add(stage, line.Member("metrics"), at);
                    break;
            }
        }
    }

    private sealed class SeriesByName
    {
        private readonly List<(string Stage, string Name, List<LogPoint> Points)> known = [];
        private readonly Dictionary<(string, string), List<LogPoint>> byName = [];

        public void Add(string stage, JsonElement? values, LogPoint at)
        {
            foreach (var value in values.Members())
                Add(stage, value.Name, at, value.Value.AsNumber() ?? double.NaN);
        }

        public void Add(string stage, string name, LogPoint at, double? value)
        {
            if (value is not { } number)
                return;
            if (!byName.TryGetValue((stage, name), out var points))
                known.Add((stage, name, points = byName[(stage, name)] = []));
            // A run that went on from a checkpoint repeats steps: what it wrote last is what happened.
            while (points.Count > 0 && points[^1].Step >= at.Step)
                points.RemoveAt(points.Count - 1);
            points.Add(at with { Value = number });
        }

        public IReadOnlyList<Series> ToSeries() => [.. known.Select(series => new Series(series.Stage, series.Name, series.Points))];
    }
}
