using Likeness.Tensors;

namespace Likeness.Models.Diffusion;

/// <summary>What a network says of x = a x_0 + s e: what it is trained to say, and what follows from it.</summary>
/// <param name="Target">The right answer, of a level, an image and its noise.</param>
/// <param name="Read">The estimate that follows from a level, x and the answer.</param>
internal sealed record Prediction(Func<Level, Tensor, Tensor, Tensor> Target, Func<Level, Tensor, Tensor, Estimate> Read)
{
    /// <summary>The noise e (Ho et al. 2020).</summary>
    public static Prediction Noise { get; } = new(
        (_, _, noise) => noise, (level, x, said) => new Estimate(level.CleanOf(x, said), said));

    /// <summary>The image x_0.</summary>
    public static Prediction Clean { get; } = new((_, clean, _) => clean, OfClean);

    /// <summary>The velocity a' x_0 + s' e: where a^2 + s^2 = 1 that is a e - s x_0 (Salimans and Ho 2022), on a straight way x_0 - e.</summary>
    public static Prediction Velocity { get; } = new(
        (level, clean, noise) => level.Velocity(clean, noise),
        (level, x, said) => OfClean(level, x, level.CleanOfVelocity(x, said)));

    /// <summary>The names there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["eps", "x0", "v"];

    /// <summary>The prediction of a name.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static Prediction Named(string name) => name switch
    {
        "eps" => Noise,
        "x0" => Clean,
        "v" => Velocity,
        _ => throw new ArgumentException($"unknown prediction '{name}'; use one of {string.Join(", ", Names)}"),
    };

    private static Estimate OfClean(Level level, Tensor x, Tensor clean) => new(clean, level.NoiseOf(x, clean));
}
