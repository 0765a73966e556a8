using Likeness.Tensors;

namespace Likeness.Optim;

/// <summary>
/// The learning rate as a function of the step, computed on the device from a step counter, so that it changes without
/// compiling again. Progress is u = step / total, in [0, 1].
/// </summary>
/// <param name="Name">
/// One of <see cref="Names"/>: constant; linear and cosine go from Rate to Rate * Final; exponential likewise, by equal
/// factors; step multiplies by Factor after every 1/Parts of the way.
/// </param>
/// <param name="Rate">The rate at the start, after the warm-up.</param>
/// <param name="WarmUp">Steps in which the rate rises in equal parts from Rate / WarmUp to its full value; 0 for none.</param>
/// <param name="Final">linear, cosine, exponential: the last rate as a part of Rate.</param>
/// <param name="Factor">step: what the rate is multiplied by.</param>
/// <param name="Parts">step: into how many equal parts training is cut.</param>
public sealed record Schedule(
    string Name = "constant", double Rate = 1e-3, int WarmUp = 0, double Final = 0.01, double Factor = 0.1, int Parts = 3)
{
    /// <summary>The schedules there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["constant", "linear", "cosine", "exponential", "step"];

    /// <summary>The learning rate (F32 scalar) of a step.</summary>
    /// <param name="step">The step's number from 0 (scalar, I32 or F32).</param>
    /// <param name="total">How many steps there are (scalar, I32 or F32).</param>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public Tensor RateAt(Tensor step, Tensor total)
    {
        Tensor s = step.Cast(DType.F32), all = Tensor.Maximum(total.Cast(DType.F32), 1f);
        Tensor rate = (float)Rate * Decay(Tensor.Minimum(s, all), all);
        return WarmUp == 0 ? rate : rate * Tensor.Minimum((s + 1f) * (1f / WarmUp), 1f);
    }

    private Tensor Decay(Tensor s, Tensor all) => Name switch
    {
        "constant" => 1f,
        "linear" => 1f - ((float)(1 - Final) * s / all),
        "cosine" => (float)Final + ((float)(0.5 * (1 - Final)) * (1f + (MathF.PI * s / all).Cos())),
        "exponential" when Final > 0 => ((float)Math.Log(Final) * s / all).Exp(),
        "exponential" => throw new ArgumentException($"schedule exponential: final {Final} must be above 0; 0.01 is usual"),
        "step" => ((float)Math.Log(Factor) * Tensor.Minimum((Parts * s / all).Floor(), Parts - 1)).Exp(),
        _ => throw new ArgumentException($"unknown schedule '{Name}'; use one of {string.Join(", ", Names)}"),
    };
}
