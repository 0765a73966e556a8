using Likeness.Bench.Workloads;

namespace Likeness.Bench;

/// <summary>How time grows with batch, width and threads, beside the work that a step does; and the speed of sampling.</summary>
internal static class Growth
{
    private static readonly int[] Threads = [1, 2];
    private static readonly Effort Short = new(9, 0.05);

    private static readonly int[] Batches = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

    private static readonly (string Name, Action<string?> Print)[] Parts =
    [
        ("batch", peer => Table("vae 784-400-20, batch", peer, [.. Batches.Select(batch => ($"{batch}", $"vae@{batch}x400"))])),
        ("width", peer => Table("vae 784-width-20 of 128 images, width", peer,
            [.. new[] { 64, 128, 256, 512, 1024, 2048 }.Select(width => ($"{width}", $"vae@128x{width}"))])),
        ("convolutions", peer => Table("cross-entropy of jem's network, batch", peer,
            [.. Batches.Select(batch => ($"{batch}", $"classifier@{batch}"))])),
        ("threads", _ => ThreadScaling.Print(Workload.All)),
        ("sampling", Sampling),
    ];

    /// <summary>Prints one part, or all.</summary>
    /// <exception cref="ArgumentException">There is no such part.</exception>
    public static void Run(string? peer, string? part)
    {
        if (part is not null && !Parts.Any(known => known.Name == part))
            throw new ArgumentException($"growth has no part '{part}'; use one of {string.Join(", ", Parts.Select(known => known.Name))}");
        foreach ((string name, Action<string?> print) in Parts)
            if (part is null || part == name)
                print(peer);
    }

    private static void Table(string title, string? peer, IReadOnlyList<(string Size, string Workload)> rows)
    {
        string[] heads = [.. Threads.SelectMany(threads => new[] { $"us ({threads} thr.)", "us/image", "of peak", "GB/s", "PyTorch/ours" })];
        Console.WriteLine();
        var table = new MarkdownTable(8, [title, "M multiply-adds", "MB moved", .. heads]);
        foreach ((string size, string workload) in rows)
        {
            Comparison[] measured = [.. Threads.Select(threads => Comparison.Measure(workload, threads, peer, Short))];
            StepEnd work = measured[0].Ours.End;
            table.Row([size, MarkdownTable.Short(work.MultiplyAdds / 1e6), MarkdownTable.Short(work.BytesMoved / 1e6),
                .. measured.SelectMany(side => Cells(side, Workload.Named(workload).Batch))]);
        }
    }

    private static string[] Cells(Comparison measured, int batch)
    {
        // The best round: these are to be read against each other, and nothing makes a step faster than it is.
        double seconds = measured.Ours.Best;
        return
        [
            MarkdownTable.Short(seconds * 1e6),
            MarkdownTable.Short(seconds * 1e6 / batch),
            MarkdownTable.Percent(2 * measured.Ours.End.MultiplyAdds / seconds / measured.Peak),
            MarkdownTable.Number(measured.Ours.End.BytesMoved / seconds / 1e9, 1),
            measured.Theirs is null ? "" : MarkdownTable.Number(measured.Theirs.Best / seconds, 2),
        ];
    }

    private static void Sampling(string? peer)
    {
        foreach (int threads in Threads)
        {
            string title = threads == 1 ? "1 thread" : $"{threads} threads";
            Console.WriteLine($"\nsampling, {title} (vae: one pass of the decoder; jem: {ModelWorkloads.Turns} Langevin turns; maf: 784 turns a layer)\n");
            string[] names = ["vae-sample@1", "vae-sample@128", "jem-sample@1", "jem-sample@128", "maf-sample@1", "maf-sample@128"];
            StepBenchmark.Table([.. names.Select(Workload.Named)], threads, peer, Short, "mean pixel");
        }
    }
}
