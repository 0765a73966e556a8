using System.Text.Encodings.Web;
using System.Text.Json;
using Likeness.Evaluation;
using Likeness.Formats;

namespace Likeness.Experiments;

/// <summary>Writes summary.json.</summary>
internal static class SummaryWriter
{
    // The file is no part of a web page, so accents and signs need no escapes.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Replaces the file.</summary>
    public static void Write(string path, RunSummary summary) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        Head(json, summary);
        Texts(json, "warnings", summary.Warnings);
        Metrics(json, summary.Metrics);
        Pictures(json, summary.Pictures);
        Pairs(json, "not_defined", summary.NotDefined);
        if (summary.Classes is { } classes)
            Shares(json, classes);
        if (summary.Confusion is { } confusion)
            Table(json, confusion);
        if (summary.Reliability is { } bins)
            Bins(json, bins);
        if (summary.Latent is { } latent)
            Latent(json, latent);
        json.WriteEndObject();
    });

    private static void Head(Utf8JsonWriter json, RunSummary summary)
    {
        json.WriteString("model", summary.Model);
        json.WriteString("title", summary.Title);
        json.WriteString("family", summary.Family);
        json.WriteString("paper", summary.Paper);
        json.WriteString("data", summary.Data);
        json.WriteString("data_checksum", summary.DataChecksum);
        json.WriteNumber("seed", summary.Seed);
        json.WriteString("version", summary.Version);
        json.WriteString("machine", summary.Machine);
        json.WriteNumber("threads", summary.Threads);
        json.WriteNumber("seconds", Math.Round(summary.Seconds, 1));
        json.WriteNumber("parameters", summary.Parameters);
        json.WriteNumber("steps", summary.Steps);
        json.WriteString("command", summary.Command);
        json.WriteNumber("rollbacks", summary.Rollbacks);
        json.WriteBoolean("averaged", summary.Averaged);
    }

    private static void Metrics(Utf8JsonWriter json, IReadOnlyList<Metric> metrics)
    {
        json.WriteStartObject("metrics");
        foreach (Metric metric in metrics)
            Metric(json, metric);
        json.WriteEndObject();
    }

    /// <summary>A number under its name.</summary>
    public static void Metric(Utf8JsonWriter json, Metric metric)
    {
        json.WriteStartObject(metric.Name);
        Number(json, "value", metric.Value);
        json.WriteString("kind", metric.Kind);
        if (metric.N is { } n)
            json.WriteNumber("n", n);
        json.WriteString("unit", metric.Unit);
        if (metric.Error is { } error)
            Number(json, "error", error);
        json.WriteEndObject();
    }

    private static void Pictures(Utf8JsonWriter json, IReadOnlyList<RunPicture> pictures)
    {
        json.WriteStartArray("pictures");
        foreach (RunPicture picture in pictures)
        {
            json.WriteStartObject();
            json.WriteString("file", picture.File);
            json.WriteString("title", picture.Title);
            json.WriteString("caption", picture.Caption);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Table(Utf8JsonWriter json, Confusion confusion)
    {
        json.WriteStartObject("confusion");
        Texts(json, "classes", confusion.Classes);
        json.WriteStartArray("counts");
        foreach (long[] row in confusion.Counts)
        {
            json.WriteStartArray();
            foreach (long count in row)
                json.WriteNumberValue(count);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Bins(Utf8JsonWriter json, IReadOnlyList<ReliabilityBin> bins)
    {
        json.WriteStartObject("reliability");
        json.WriteStartArray("bins");
        foreach (ReliabilityBin bin in bins)
        {
            json.WriteStartObject();
            Number(json, "confidence", bin.Confidence);
            Number(json, "accuracy", bin.Accuracy);
            json.WriteNumber("count", bin.Count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Latent(Utf8JsonWriter json, LatentMap latent)
    {
        json.WriteStartObject("latent");
        json.WriteStartArray("points");
        foreach (float[] point in latent.Points)
        {
            json.WriteStartArray();
            foreach (float coordinate in point)
                json.WriteNumberValue(Math.Round(coordinate, 4));
            json.WriteEndArray();
        }
        json.WriteEndArray();
        Texts(json, "labels", latent.Labels);
        json.WriteEndObject();
    }

    private static void Pairs(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> pairs)
    {
        json.WriteStartObject(name);
        foreach ((string key, string text) in pairs)
            json.WriteString(key, text);
        json.WriteEndObject();
    }

    private static void Shares(Utf8JsonWriter json, ClassShares classes)
    {
        json.WriteStartObject("classes");
        Texts(json, "names", classes.Names);
        Numbers(json, "samples", classes.Samples);
        Numbers(json, "test", classes.Test);
        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, string name, IReadOnlyList<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (double number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    // JSON has no NaN; a metric that is none is null.
    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
