using System.Runtime.CompilerServices;
using Likeness.Tensors;

namespace Likeness.Models.Diffusion.Samplers;

/// <summary>
/// Heun's rule along the way: the mean of the velocities at x and where Euler's rule leads (Karras et al. 2022). A turn that ends
/// without noise ends at the estimate, since there is no velocity to ask for.
/// </summary>
internal static class Heun
{
    [ModuleInitializer]
    internal static void Register() => Sampler.Add(new Sampler("heun", 2, (turn, x) =>
    {
        (Level now, Level next) = (turn.Now, turn.Next);
        Estimate behind = turn.Denoise(x, now);
        Tensor step = next.Place - now.Place, velocity = now.Velocity(behind.Clean, behind.Noise);
        Estimate there = turn.Denoise(x + (step * velocity), next);
        Tensor moved = x + (0.5f * step * (velocity + next.Velocity(there.Clean, there.Noise)));
        return Tensor.Select(next.IsClean, behind.Clean, moved);
    }));
}
