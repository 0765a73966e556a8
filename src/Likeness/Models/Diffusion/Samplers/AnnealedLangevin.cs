using System.Runtime.CompilerServices;

namespace Likeness.Models.Diffusion.Samplers;

/// <summary>
/// Langevin dynamics while the noise falls: a step of its length up the slope of the log-density, and fresh noise (Song and Ermon 2019), of
/// which as much as is right for the next level (consistent annealed sampling, Jolicoeur-Martineau et al. 2021): with sqrt(2 r) s, which is
/// right where the noise stays, there is more in x than the network is told. The part of the old noise that a turn leaves is the ratio of the
/// levels to the power of <see cref="Renewal"/> (as Serrà et al. 2021 write it), so that steps are shorter the more turns there are.
/// </summary>
internal static class AnnealedLangevin
{
    // 1 would be DDIM, without fresh noise, and 2 the ancestral sampler; more replaces the noise sooner, which needs more turns.
    private const int Renewal = 3;

    [ModuleInitializer]
    internal static void Register() => Sampler.Add(new Sampler("langevin", 1, (turn, x) => turn.Renewed(x, Renewal)));
}
