namespace Likeness.Bench;

/// <summary>
/// Training steps on MNIST's images in their order instead of one batch of noise, after some epochs: weights of pixels that are black in
/// nearly all images get no gradient for hundreds of steps, which noise never shows.
/// </summary>
internal static class RealImages
{
    // Read by the processes of both sides.
    private const string Folder = "REAL_IMAGES";

    // Five epochs; what decays by a tenth a step is denormal after some 750 steps.
    private static readonly Effort Late = Effort.Full with { Before = 2_340 };

    // The rest would take an hour to get there.
    private static readonly string[] Quick = ["ae", "vae", "rbm", "dbn", "dbn-classifier", "gan", "wgan-gp"];

    /// <summary>Whether this process is to train on them.</summary>
    public static bool Wanted => Environment.GetEnvironmentVariable(Folder) is not null;

    /// <summary>The table of the workloads, or of those that are quick.</summary>
    /// <exception cref="ArgumentException">LIKENESS_DATA is not set, or a workload has layers on noise only.</exception>
    public static void Run(IReadOnlyList<Workload>? workloads, int threads, string? peer)
    {
        if (workloads?.FirstOrDefault(workload => workload.Name == "realnvp") is { } noise)
            throw new ArgumentException($"workload '{noise.Name}' trains on noise alone; real takes the others");
        Environment.SetEnvironmentVariable(Folder, Path.Combine(LoadBenchmark.Folder(), "mnist"));
        Console.WriteLine($"MNIST, {threads} threads, after {Late.Before} steps; medians of {Late.Rounds} interleaved rounds, ours / peer's");
        StepBenchmark.Summarized(workloads ?? [.. Quick.Select(Workload.Named)], threads, peer, Late);
    }
}
