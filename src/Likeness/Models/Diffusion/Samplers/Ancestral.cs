using System.Runtime.CompilerServices;
using Likeness.Tensors;

namespace Likeness.Models.Diffusion.Samplers;

/// <summary>
/// Draws from q(x_next | x, x_0) with the estimate in the place of x_0 (Ho et al. 2020, the smaller of its two variances). Its noise is a
/// part of the old one, m, and fresh noise: m = (a / a_next) s_next^2 / s, and m^2 + fresh^2 = s_next^2.
/// </summary>
internal static class Ancestral
{
    [ModuleInitializer]
    internal static void Register() => Sampler.Add(new Sampler("ancestral", 1, (turn, x) =>
    {
        (Level now, Level next) = (turn.Now, turn.Next);
        Estimate behind = turn.Denoise(x, now);
        Tensor kept = now.Signal / next.Signal * next.Noise.Square() / now.Noise;
        Tensor fresh = Tensor.Maximum(next.Noise.Square() - kept.Square(), 0f).Sqrt();
        return (next.Signal * behind.Clean) + (kept * behind.Noise) + (fresh * turn.Random.Normal(x.Shape));
    }));
}
