using Likeness.Tensors;

namespace Likeness.Nn;

/// <summary>
/// An affine map whose outputs see only inputs of no higher degree: the layer of MADE (Germain et al. 2015). Hidden weights begin at zero
/// and get no gradient, so that every optimizer here leaves them there and no step has to mask them again.
/// </summary>
public sealed class MaskedLinear : ILayer
{
    private readonly Linear linear;
    private readonly Tensor mask;

    /// <summary>Makes the layer; what is not masked is uniform in +-1/sqrt(inputs), as in <see cref="Linear"/>.</summary>
    /// <param name="scope">Where its <c>weight</c> and <c>bias</c> live.</param>
    /// <param name="from">The degree of each input.</param>
    /// <param name="to">The degree of each output.</param>
    public MaskedLinear(Scope scope, int[] from, int[] to)
    {
        linear = new Linear(scope, from.Length, to.Length, (shape, random) => Visible(Initializers.FanIn(shape, random), from, to));
        mask = Column(from).Reshape(-1, 1).IsLessOrEqual(Column(to).Reshape(1, -1));
    }

    /// <summary>The weights [inputs, outputs]; those that are masked are zero.</summary>
    public Variable Weight => linear.Weight;

    /// <summary>The biases [outputs].</summary>
    public Variable Bias => linear.Bias!;

    /// <inheritdoc/>
    public Tensor Apply(Tensor x, Pass pass) => Apply(x);

    /// <summary>Applies the layer.</summary>
    public Tensor Apply(Tensor x) => x.MatMul(Weight.Value.MaskGradient(mask)) + Bias.Value;

    /// <summary>Some of the outputs, as rows [rows, n] of inputs [inputs, n]. No gradient is masked here.</summary>
    internal Tensor Rows(Tensor rows, Tensor inputs) =>
        Weight.Value.TransposeLast().Gather(rows).MatMul(inputs) + Bias.Value.Gather(rows).Reshape(-1, 1);

    private static Tensor Column(int[] degrees) => Tensor.Of([.. degrees.Select(degree => (float)degree)], [degrees.Length]);

    private static float[] Visible(float[] weights, int[] from, int[] to)
    {
        for (int i = 0; i < weights.Length; i++)
            if (from[i / to.Length] > to[i % to.Length])
                weights[i] = 0;
        return weights;
    }
}
