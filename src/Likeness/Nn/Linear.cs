using Likeness.Tensors;

namespace Likeness.Nn;

/// <summary>An affine map of the last axis: y = x W + b, [.., inputs] to [.., outputs]; W is [inputs, outputs].</summary>
public sealed class Linear : ILayer
{
    /// <summary>Makes the layer; by default both W and b are uniform in +-1/sqrt(inputs).</summary>
    /// <param name="scope">Where its <c>weight</c> and <c>bias</c> live.</param>
    /// <param name="inputs">Extent of the last axis before.</param>
    /// <param name="outputs">Extent of the last axis after.</param>
    /// <param name="weights">Initial W.</param>
    /// <param name="biases">Initial b.</param>
    /// <param name="biased">Whether there is a b.</param>
    public Linear(Scope scope, int inputs, int outputs, Initializer? weights = null, Initializer? biases = null, bool biased = true)
    {
        Weight = scope.Parameter("weight", [inputs, outputs], weights ?? Initializers.FanIn);
        if (biased)
            Bias = scope.Parameter("bias", [outputs], biases ?? Initializers.Uniform(1 / Math.Sqrt(inputs)));
    }

    /// <summary>W, [inputs, outputs].</summary>
    public Variable Weight { get; }

    /// <summary>b, [outputs], or null.</summary>
    public Variable? Bias { get; }

    /// <inheritdoc/>
    public Tensor Apply(Tensor x, Pass pass) => Apply(x);

    /// <summary>Applies the layer.</summary>
    public Tensor Apply(Tensor x)
    {
        if (x.Rank == 0 || x.Shape[-1] != Weight.Shape[0])
            throw new ArgumentException($"linear {Weight.Name} takes [.., {Weight.Shape[0]}], got {x.Shape}");
        Tensor y = x.MatMul(Weight.Value);
        return Bias is null ? y : y + Bias.Value;
    }
}
