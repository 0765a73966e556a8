using System.Runtime.CompilerServices;

namespace Likeness.Models.Diffusion.Samplers;

/// <summary>Mixes the same image and the same noise anew, with less of it (Song et al. 2021). On a straight way it is Euler's rule.</summary>
internal static class Ddim
{
    [ModuleInitializer]
    internal static void Register() => Sampler.Add(new Sampler("ddim", 1, (turn, x) =>
    {
        Estimate behind = turn.Denoise(x, turn.Now);
        return turn.Next.Mix(behind.Clean, behind.Noise);
    }));
}
