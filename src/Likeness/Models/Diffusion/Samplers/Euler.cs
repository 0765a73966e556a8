using System.Runtime.CompilerServices;

namespace Likeness.Models.Diffusion.Samplers;

/// <summary>Euler's rule along the way: x + (p_next - p) v, v the velocity at x.</summary>
internal static class Euler
{
    [ModuleInitializer]
    internal static void Register() => Sampler.Add(new Sampler("euler", 1, (turn, x) =>
    {
        (Level now, Level next) = (turn.Now, turn.Next);
        Estimate behind = turn.Denoise(x, now);
        return x + ((next.Place - now.Place) * now.Velocity(behind.Clean, behind.Noise));
    }));
}
