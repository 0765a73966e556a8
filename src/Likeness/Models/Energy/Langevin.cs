using Likeness.Tensors;

namespace Likeness.Models.Energy;

/// <summary>
/// Unadjusted Langevin dynamics, x = x - a grad E(x) + s N(0, 1), clipped to a box. With s^2 = 2a and small a it samples
/// exp(-E); short chains with s^2 much below 2a, as energy models of images use, sample a colder density.
/// </summary>
/// <param name="StepSize">a.</param>
/// <param name="Noise">s.</param>
/// <param name="GradientLimit">Each element of the gradient is clipped to +- this.</param>
/// <param name="Bound">Each element of x is clipped to +- this.</param>
public sealed record Langevin(
    double StepSize, double Noise, double GradientLimit = double.PositiveInfinity, double Bound = double.PositiveInfinity)
{
    /// <summary>One step of chains [n, ..]; the energy gives one number a chain, [n].</summary>
    public Tensor Step(Func<Tensor, Tensor> energy, Tensor x, RandomSource random)
    {
        Tensor gradient = Gradients.Of(energy(x).Sum(), x)[0];
        return Limited(x - ((float)StepSize * Limited(gradient, GradientLimit)) + ((float)Noise * random.Normal(x.Shape)), Bound);
    }

    /// <summary>Many steps (I32 scalar), inside the step that is being traced; no gradient flows through them.</summary>
    public Tensor Run(Func<Tensor, Tensor> energy, Tensor x, Tensor steps, RandomSource random) =>
        Tensor.Loop(steps, x, (turn, state) => Step(energy, state, random.At(turn)));

    /// <summary>Reads <c>step_size</c>, <c>noise</c> and <c>gradient_limit</c> of a section, for images in [-1, 1].</summary>
    internal static Langevin Read(ISettings settings, string section) => new(
        settings.Real($"{section}.step_size", 0), settings.Real($"{section}.noise", 0), settings.Real($"{section}.gradient_limit", 0), Bound: 1);

    private static Tensor Limited(Tensor x, double limit) => double.IsFinite(limit) ? x.Clamp(-(float)limit, (float)limit) : x;
}
