namespace Likeness.Models.Diffusion;

/// <summary>
/// How the noise grows over levels 0 (none) to T: of a variance-preserving process the part of the signal's variance that is kept,
/// k_t = (1 - b_1) .. (1 - b_t), k_0 = 1; of a variance-exploding one the deviation of the noise.
/// </summary>
internal static class NoiseSchedule
{
    // Nichol and Dhariwal 2021: less noise at the start, and no step that leaves nothing.
    private const double Offset = 0.008, LargestStep = 0.999;

    /// <summary>The names of the variance-preserving ones.</summary>
    public static IReadOnlyList<string> Names { get; } = ["linear", "cosine"];

    /// <summary>k_0 .. k_T of a name.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static double[] Kept(string name, int levels) => Product(name switch
    {
        "linear" => Linear(levels),
        "cosine" => Cosine(levels),
        _ => throw new ArgumentException($"unknown schedule '{name}'; use one of {string.Join(", ", Names)}"),
    });

    /// <summary>Deviations 0 and then from the smallest to the largest, each the same factor above the one before (Song and Ermon 2019).</summary>
    public static double[] Geometric(double smallest, double largest, int levels) =>
        [0, .. Enumerable.Range(0, levels).Select(i => smallest * Math.Pow(largest / smallest, (double)i / Math.Max(1, levels - 1)))];

    // b_t from 1e-4 to 0.02 (Ho et al. 2020), so many times larger as there are fewer levels than 1000.
    private static IEnumerable<double> Linear(int levels)
    {
        double scale = 1000.0 / levels;
        return Enumerable.Range(0, levels).Select(i => Math.Min(LargestStep, scale * (1e-4 + ((0.02 - 1e-4) * i / Math.Max(1, levels - 1)))));
    }

    private static IEnumerable<double> Cosine(int levels)
    {
        double Kept(int t) => Math.Pow(Math.Cos(((double)t / levels + Offset) / (1 + Offset) * Math.PI / 2), 2);
        return Enumerable.Range(1, levels).Select(t => Math.Min(LargestStep, 1 - (Kept(t) / Kept(t - 1))));
    }

    private static double[] Product(IEnumerable<double> steps)
    {
        double product = 1;
        return [1, .. steps.Select(step => product *= 1 - step)];
    }
}
