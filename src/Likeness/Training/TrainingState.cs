using System.Text;
using System.Text.Json;

namespace Likeness.Training;

/// <summary>A return to an earlier checkpoint after divergence.</summary>
/// <param name="Step">Where it was noticed.</param>
/// <param name="ToStep">The checkpoint gone back to.</param>
/// <param name="Reason">What was wrong, in words.</param>
public sealed record Rollback(long Step, long ToStep, string Reason);

/// <summary>Where a training stands, apart from tensors: what a checkpoint keeps in words. Holds no clock values.</summary>
internal sealed record TrainingState
{
    /// <summary>The stage, from 0.</summary>
    public int Stage { get; init; }

    /// <summary>Steps done in the stage.</summary>
    public long Step { get; init; }

    /// <summary>Steps of all stages.</summary>
    public long TotalSteps { get; init; }

    /// <summary>True after the last step.</summary>
    public bool Finished { get; init; }

    /// <summary>How long metrics.jsonl was.</summary>
    public long MetricsBytes { get; init; }

    /// <summary>The usual size of each phase's loss, for the guard.</summary>
    public IReadOnlyDictionary<string, double> Typical { get; init; } = new Dictionary<string, double>();

    /// <summary>Sums of the logged losses of this epoch, and how many steps they are over.</summary>
    public IReadOnlyDictionary<string, (double Sum, double Steps)> Epoch { get; init; } = new Dictionary<string, (double, double)>();

    /// <summary>The metrics of the last whole epoch.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Metrics { get; init; } = [];

    /// <summary>All returns so far.</summary>
    public IReadOnlyList<Rollback> Rollbacks { get; init; } = [];

    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("format", 1);
            json.WriteNumber("stage", Stage);
            json.WriteNumber("step", Step);
            json.WriteNumber("total_steps", TotalSteps);
            json.WriteBoolean("finished", Finished);
            json.WriteNumber("metrics_bytes", MetricsBytes);
            WriteGuard(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static TrainingState FromJson(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return Read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("the training state is unreadable", error);
        }
    }

    private void WriteGuard(Utf8JsonWriter json)
    {
        json.WriteStartObject("typical");
        foreach ((string name, double value) in Typical)
            json.WriteNumber(name, value);
        json.WriteEndObject();
        json.WriteStartObject("epoch");
        foreach ((string name, (double sum, double steps)) in Epoch)
        {
            json.WriteStartArray(name);
            json.WriteNumberValue(sum);
            json.WriteNumberValue(steps);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteStartObject("metrics");
        foreach ((string name, double value) in Metrics)
            json.WriteNumber(name, value);
        json.WriteEndObject();
        json.WriteStartArray("rollbacks");
        foreach (Rollback rollback in Rollbacks)
        {
            json.WriteStartObject();
            json.WriteNumber("step", rollback.Step);
            json.WriteNumber("to_step", rollback.ToStep);
            json.WriteString("reason", rollback.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static TrainingState Read(JsonElement json) => new()
    {
        Stage = json.GetProperty("stage").GetInt32(),
        Step = json.GetProperty("step").GetInt64(),
        TotalSteps = json.GetProperty("total_steps").GetInt64(),
        Finished = json.GetProperty("finished").GetBoolean(),
        MetricsBytes = json.GetProperty("metrics_bytes").GetInt64(),
        Typical = json.GetProperty("typical").EnumerateObject().ToDictionary(item => item.Name, item => item.Value.GetDouble()),
        Epoch = json.GetProperty("epoch").EnumerateObject().ToDictionary(item => item.Name, item => (item.Value[0].GetDouble(), item.Value[1].GetDouble())),
        Metrics = [.. json.GetProperty("metrics").EnumerateObject().Select(item => new KeyValuePair<string, double>(item.Name, item.Value.GetDouble()))],
        Rollbacks = [.. json.GetProperty("rollbacks").EnumerateArray().Select(item => new Rollback(
            item.GetProperty("step").GetInt64(), item.GetProperty("to_step").GetInt64(), item.GetProperty("reason").GetString()!))],
    };
}
