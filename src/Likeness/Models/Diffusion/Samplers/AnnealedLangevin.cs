using System.Runtime.CompilerServices;
using Likeness.Tensors;

namespace Likeness.Models.Diffusion.Samplers;

/// <summary>
/// A step of Langevin dynamics at each level, x + r s^2 score + sqrt(2 r) s z, with the score -e / s (Song and Ermon 2019): its length goes
/// down with the noise. A turn that ends without noise ends at the estimate (Song and Ermon 2020).
/// </summary>
internal static class AnnealedLangevin
{
    // r: long enough to follow the falling noise in a few hundred turns, short enough to add little of its own.
    private const float Length = 0.2f;

    [ModuleInitializer]
    internal static void Register() => Sampler.Add(new Sampler("langevin", 0, (turn, x) =>
    {
        Level now = turn.Now;
        Estimate behind = turn.Denoise(x, now);
        Tensor moved = x + (now.Noise * ((MathF.Sqrt(2 * Length) * turn.Random.Normal(x.Shape)) - (Length * behind.Noise)));
        return Tensor.Select(turn.Next.IsClean, behind.Clean, moved);
    }));
}
