using System.Runtime.CompilerServices;
using Likeness.Tensors;

namespace Likeness.Models.Diffusion.Samplers;

/// <summary>
/// DPM-Solver++(2M) (Lu et al. 2022): exact where the image is a straight line in l = log(a / s), which it draws through this turn's
/// estimate and the one before, D = x_0 + (h / 2 h_before) (x_0 - x_0 before), h = l_next - l. The first turn, and one that ends
/// without noise, take x_0 itself.
/// </summary>
internal static class DpmSolver
{
    [ModuleInitializer]
    internal static void Register() => Sampler.Add(new Sampler("dpm-solver", 2, Step, HasMemory: true));

    private static Tensor Step(Turn turn, Tensor state)
    {
        (Level now, Level next) = (turn.Now, turn.Next);
        Tensor[] parts = state.Split(-1, 2);
        Estimate behind = turn.Denoise(parts[0], now);
        Tensor slope = 0.5f * (LogRatio(next) - LogRatio(now)) / (LogRatio(now) - LogRatio(turn.After(-1)));
        Tensor isPlain = Tensor.Maximum(turn.IsFirst, next.IsClean);
        Tensor clean = behind.Clean + (Tensor.Select(isPlain, 0f, slope) * (behind.Clean - parts[1]));
        return Tensor.Concat(-1, next.Mix(clean, now.NoiseOf(parts[0], clean)), behind.Clean);
    }

    private static Tensor LogRatio(Level level) => (level.Signal / level.Noise).Log();
}
