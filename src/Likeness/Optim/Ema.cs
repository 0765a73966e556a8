using Likeness.Tensors;
using Likeness.Tensors.Runtime;

namespace Likeness.Optim;

/// <summary>
/// An exponential moving average of parameters, without bias towards zero: after t steps the shadow is
/// sum d^(t-i) p_i / sum d^(t-i), so it equals the parameters at t = 1 and forgets the first ones at rate d.
/// </summary>
public sealed class Ema
{
    private readonly Variable parameters, weight;
    private readonly double decay;

    /// <summary>Makes the average of one flat block; it starts as a copy of it.</summary>
    /// <param name="parameters">The block that training moves.</param>
    /// <param name="decay">d, near 1: 0.999 averages over about a thousand steps.</param>
    /// <exception cref="ArgumentException">The decay is outside [0, 1).</exception>
    public Ema(Variable parameters, double decay)
    {
        if (decay is < 0 or >= 1)
            throw new ArgumentException($"ema: decay {decay} is outside [0, 1); 0.999 is usual");
        (this.parameters, this.decay) = (parameters, decay);
        Shadow = Variable.Of($"{parameters.Name}/ema", parameters.Shape, parameters.Span<float>());
        weight = new Variable($"{parameters.Name}/ema/weight", [1]);
    }

    /// <summary>The averaged parameters, in the block's layout.</summary>
    public Variable Shadow { get; }

    /// <summary>What a checkpoint must keep.</summary>
    public IReadOnlyList<Variable> State => [Shadow, weight];

    /// <summary>Takes the parameters after this step into the average.</summary>
    public void Update(StepBuilder step, Tensor next)
    {
        float rest = (float)(1 - decay);
        Tensor total = ((float)decay * weight.Value) + rest;
        step.Update(weight, total);
        step.Update(Shadow, Shadow.Value + (rest / total * (next - Shadow.Value)));
    }

    /// <summary>Exchanges the parameters and their average: once to look at the average, once more to train on.</summary>
    public void Swap()
    {
        Span<float> a = parameters.Span<float>(), b = Shadow.Span<float>();
        for (int i = 0; i < a.Length; i++)
            (a[i], b[i]) = (b[i], a[i]);
    }
}
