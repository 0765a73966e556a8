using System.Runtime.CompilerServices;

namespace Likeness.Models.Diffusion.Samplers;

/// <summary>Draws from q(x_next | x, x_0) with the estimate in the place of x_0 (Ho et al. 2020, the smaller of its two variances).</summary>
internal static class Ancestral
{
    [ModuleInitializer]
    internal static void Register() => Sampler.Add(new Sampler("ancestral", 1, (turn, x) => turn.Renewed(x, 2)));
}
