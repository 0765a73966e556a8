using Likeness.Formats;

namespace Likeness.Training;

/// <summary>
/// Where a training keeps its metrics and checkpoints: the last checkpoint in memory, to go back to, and both in a folder
/// when there is one.
/// </summary>
public sealed class TrainingJournal
{
    private readonly IReadOnlyDictionary<string, string> facts;
    private readonly string? checkpoint, metrics;
    private MetricsLog? log;

    /// <summary>A journal in memory only.</summary>
    public TrainingJournal() => facts = new Dictionary<string, string>();

    /// <summary>A journal in a run folder.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="facts">What else the checkpoint says: the data's name and checksum, the size of the images.</param>
    public TrainingJournal(string folder, IReadOnlyDictionary<string, string> facts)
    {
        this.facts = facts;
        (checkpoint, metrics) = (CheckpointPath(folder), Path.Combine(folder, "metrics.jsonl"));
    }

    /// <summary>The last checkpoint; null before the first.</summary>
    internal Checkpoint? Last { get; private set; }

    internal MetricsLog Log => log ?? throw new InvalidOperationException("the journal is not open");

    /// <summary>Where a run folder keeps its checkpoint.</summary>
    public static string CheckpointPath(string folder) => Path.Combine(folder, "checkpoint", "model.safetensors");

    /// <summary>Opens the journal; the checkpoint that training goes on from, or null for a fresh start.</summary>
    /// <exception cref="RunException">The checkpoint is damaged, or belongs to other data.</exception>
    internal Checkpoint? Open()
    {
        if (checkpoint is not null && File.Exists(checkpoint))
        {
            RemoveLeftovers(Path.GetDirectoryName(checkpoint)!);
            Last = Checkpoint.Read(checkpoint);
            foreach ((string name, string value) in facts)
                if (Last.Facts.GetValueOrDefault(name) != value)
                    throw new RunException($"checkpoint {checkpoint} was made with {name} '{Last.Facts.GetValueOrDefault(name)}', now it is '{value}': resume with what the run began with, or train into another folder");
        }
        if (metrics is not null)
            Directory.CreateDirectory(Path.GetDirectoryName(metrics)!);
        log = new MetricsLog(metrics, Last?.State.MetricsBytes ?? 0);
        return Last;
    }

    /// <summary>Keeps a checkpoint, atomically, after the metrics that it counts on.</summary>
    internal void Save(TrainingState state, IReadOnlyList<NamedArray> arrays)
    {
        Log.Flush();
        Last = new Checkpoint(state with { MetricsBytes = Log.Length }, arrays, facts);
        if (checkpoint is not null)
            Last.Write(checkpoint);
    }

    internal void Close() => log?.Dispose();

    // A kill while a checkpoint is written leaves the unfinished file beside the whole one.
    private static void RemoveLeftovers(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, ".*.part"))
            File.Delete(file);
    }
}
