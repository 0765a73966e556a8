using System.Text.Json;

namespace Likeness.Training;

/// <summary>metrics.jsonl: a line for each logged step, epoch and rollback. Holds no clock values, so equal runs give equal files.</summary>
internal sealed class MetricsLog : IDisposable
{
    private readonly Stream stream;

    /// <summary>Opens the file at a length: what lies beyond it was written after the checkpoint that training goes on from.</summary>
    public MetricsLog(string? path, long length)
    {
        stream = path is null ? new MemoryStream() : new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        stream.SetLength(Math.Min(length, stream.Length));
        stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>The length in bytes.</summary>
    public long Length => stream.Length;

    public void Step(string? stage, long step, long epoch, IReadOnlyList<KeyValuePair<string, double>> losses, double learningRate) => Line(json =>
    {
        json.WriteString("kind", "step");
        Place(json, stage, step, epoch);
        Numbers(json, "losses", losses);
        Number(json, "learning_rate", learningRate);
    });

    public void Epoch(string? stage, long step, long epoch, IReadOnlyList<KeyValuePair<string, double>> metrics) => Line(json =>
    {
        json.WriteString("kind", "epoch");
        Place(json, stage, step, epoch);
        Numbers(json, "metrics", metrics);
    });

    public void Rollback(string? stage, long epoch, Rollback rollback) => Line(json =>
    {
        json.WriteString("kind", "rollback");
        Place(json, stage, rollback.Step, epoch);
        json.WriteNumber("to_step", rollback.ToStep);
        json.WriteString("reason", rollback.Reason);
    });

    /// <summary>Brings all lines to the disk, before a checkpoint that counts on them.</summary>
    public void Flush()
    {
        if (stream is FileStream file)
            file.Flush(flushToDisk: true);
    }

    public void Dispose() => stream.Dispose();

    private void Line(Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        stream.Flush();
    }

    private static void Place(Utf8JsonWriter json, string? stage, long step, long epoch)
    {
        if (stage is not null)
            json.WriteString("stage", stage);
        json.WriteNumber("step", step);
        json.WriteNumber("epoch", epoch);
    }

    private static void Numbers(Utf8JsonWriter json, string name, IReadOnlyList<KeyValuePair<string, double>> values)
    {
        json.WriteStartObject(name);
        foreach ((string key, double value) in values)
            Number(json, key, value);
        json.WriteEndObject();
    }

    // Six digits are more than a loss means; what is not finite has no JSON number.
    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, double.Parse(value.ToString("G7", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture));
        else
            json.WriteNull(name);
    }
}
