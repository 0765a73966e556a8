using System.Diagnostics;
using System.Globalization;
using Likeness.Data;

namespace Likeness.Bench;

/// <summary>Time and memory to have MNIST in memory: the toolkit's loader, and gzip with NumPy into tensors, in processes of their own.</summary>
internal static class LoadBenchmark
{
    private const int Processes = 5;

    /// <summary>Runs both sides in turn and prints the best of each.</summary>
    public static void Run(string? peer)
    {
        string mnist = Path.Combine(Folder(), "mnist");
        var sides = new List<(string Name, Func<ProcessStartInfo> Start)>
        {
            ("Likeness", () => new ProcessStartInfo(Environment.ProcessPath!, ["load-worker"])),
        };
        if (peer is not null)
            sides.Add(("NumPy to PyTorch", () => new ProcessStartInfo("/usr/bin/python3", [Path.Combine(peer, "load.py"), mnist])));
        Loaded[][] loads = [.. Enumerable.Range(0, Processes).Select(_ => sides.Select(side => Load(side.Start())).ToArray())];
        if (loads.SelectMany(load => load).Select(load => load.Sum).Distinct().Count() != 1)
            throw new InvalidOperationException("the sides did not load the same pixels and labels");
        Console.WriteLine($"MNIST, 70,000 images; best of {Processes} processes of each side in turn\n");
        var table = new MarkdownTable(8, "side", "s to load", "s of the process", "peak MB", "peak MB before loading");
        for (int side = 0; side < sides.Count; side++)
        {
            Loaded[] all = [.. loads.Select(load => load[side])];
            table.Row(
                sides[side].Name,
                MarkdownTable.Number(all.Min(load => load.Seconds), 3),
                MarkdownTable.Number(all.Min(load => load.ProcessSeconds), 2),
                MarkdownTable.Number(all.Min(load => load.Peak) / 1e6),
                MarkdownTable.Number(all.Min(load => load.Before) / 1e6));
        }
    }

    /// <summary>Our side, in a process of its own.</summary>
    public static void Work()
    {
        double before = Process.GetCurrentProcess().PeakWorkingSet64;
        long start = Stopwatch.GetTimestamp();
        DataSet set = Mnist();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double peak = Process.GetCurrentProcess().PeakWorkingSet64;
        long sum = new[] { set.TrainAll!, set.Test! }.Sum(part => Sum(part.Pixels.Span) + part.Labels.ToArray().Sum(label => (long)label));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds} {before} {peak} {sum}"));
    }

    private static Loaded Load(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        long before = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        string answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double seconds = Stopwatch.GetElapsedTime(before).TotalSeconds;
        return answer.Split(' ', StringSplitOptions.TrimEntries) is [var load, var own, var peak, var sum]
            ? new Loaded(Number(load), seconds, Number(own), Number(peak), Number(sum))
            : throw new InvalidOperationException($"{start.FileName} did not load: see its error above");
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static long Sum(ReadOnlySpan<byte> bytes)
    {
        long sum = 0;
        foreach (byte value in bytes)
            sum += value;
        return sum;
    }

    /// <summary>The set, from the directory that LIKENESS_DATA names.</summary>
    public static DataSet Mnist() => DataCatalog.Load("mnist", new DataOptions { DataDirectories = [Folder()], AllowDownload = false });

    /// <summary>That directory.</summary>
    /// <exception cref="ArgumentException">It is not named.</exception>
    public static string Folder() => Environment.GetEnvironmentVariable("LIKENESS_DATA") is { Length: > 0 } folder ? folder
        : throw new ArgumentException("LIKENESS_DATA is not set: name the directory that holds mnist/");

    /// <summary>What one process told, and how long it lived.</summary>
    private sealed record Loaded(double Seconds, double ProcessSeconds, double Before, double Peak, double Sum);
}
