using Likeness.Tensors;

namespace Likeness.Models.Diffusion;

/// <summary>A way back from noise: what one turn does to x. Each is a file of its own, which adds itself here when the library is loaded.</summary>
/// <param name="Name">What recipes and the command line call it.</param>
/// <param name="Order">The error at the end goes down as this power of the number of turns.</param>
/// <param name="Turn">From x [n, h, w, c] to x after the turn; with a memory both are [n, h, w, 2c].</param>
/// <param name="HasMemory">Behind x stands what the sampler keeps from turn to turn, zeros at first.</param>
internal sealed record Sampler(string Name, int Order, Func<Turn, Tensor, Tensor> Turn, bool HasMemory = false)
{
    private static readonly SortedDictionary<string, Sampler> Known = new(StringComparer.Ordinal);

    /// <summary>The names there are.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Keys];

    /// <summary>Adds a sampler.</summary>
    public static void Add(Sampler sampler) => Known.Add(sampler.Name, sampler);

    /// <summary>The sampler of a name.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static Sampler Named(string name) => Known.TryGetValue(name, out Sampler? found) ? found
        : throw new ArgumentException($"unknown sampler '{name}'; use one of {string.Join(", ", Known.Keys)}");
}

/// <summary>One turn of a sampler: from one time to the next, of so many that lie equally spaced between 1 and 0.</summary>
/// <param name="Path">The way.</param>
/// <param name="Number">Of the turn, from 0 (I32 scalar).</param>
/// <param name="Turns">How many there are (I32 scalar).</param>
/// <param name="Denoise">What is behind x at a level.</param>
/// <param name="Random">The turn's randomness.</param>
internal sealed record Turn(NoisePath Path, Tensor Number, Tensor Turns, Func<Tensor, Level, Estimate> Denoise, RandomSource Random)
{
    /// <summary>The level of x.</summary>
    public Level Now => After(0);

    /// <summary>The level to reach.</summary>
    public Level Next => After(1);

    /// <summary>1 in the first turn.</summary>
    public Tensor IsFirst => Number.IsEqual(Tensor.Scalar(0));

    /// <summary>
    /// The estimate behind x mixed at the next level, where its noise has a deviation m of the old noise and the rest is fresh: m = s q^(n - 1),
    /// q the ratio of s / a there and here. n = 1 keeps the old noise, n = 2 draws from q(x_next | x, x_0), more leaves less of it.
    /// </summary>
    public Tensor Renewed(Tensor x, int n)
    {
        (Level now, Level next) = (Now, Next);
        Estimate behind = Denoise(x, now);
        Tensor ratio = now.Signal / next.Signal * next.Noise / now.Noise;
        Tensor kept = next.Noise;
        for (int i = 1; i < n; i++)
            kept *= ratio;
        Tensor fresh = Tensor.Maximum(next.Noise.Square() - kept.Square(), 0f).Sqrt();
        return (next.Signal * behind.Clean) + (kept * behind.Noise) + (fresh * Random.Normal(x.Shape));
    }

    /// <summary>The level after a part of the turn; of a negative one that before it.</summary>
    public Level After(float part) => Path.At(1f - ((Number.Cast(DType.F32) + part) / Turns.Cast(DType.F32)));
}
