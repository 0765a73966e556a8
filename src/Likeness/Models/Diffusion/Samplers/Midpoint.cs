using System.Runtime.CompilerServices;
using Likeness.Tensors;

namespace Likeness.Models.Diffusion.Samplers;

/// <summary>The midpoint rule along the way: the velocity of the whole turn is that where Euler's rule leads in half of it.</summary>
internal static class Midpoint
{
    [ModuleInitializer]
    internal static void Register() => Sampler.Add(new Sampler("midpoint", 2, (turn, x) =>
    {
        (Level now, Level half, Level next) = (turn.Now, turn.After(0.5f), turn.Next);
        Estimate behind = turn.Denoise(x, now);
        Tensor middle = x + ((half.Place - now.Place) * now.Velocity(behind.Clean, behind.Noise));
        Estimate there = turn.Denoise(middle, half);
        return x + ((next.Place - now.Place) * half.Velocity(there.Clean, there.Noise));
    }));
}
