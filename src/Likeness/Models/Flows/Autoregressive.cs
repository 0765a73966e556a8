using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Flows;

/// <summary>
/// A masked autoregressive layer (Papamakarios et al. 2017) on rows [n, d]: z_i = (x_i - m_i) exp(-a_i), where m_i and a_i are what a
/// masked network (MADE, Germain et al. 2015) makes of the x before i in the layer's order, and a is bounded by
/// a = 5 tanh(r / 5). Back from z it goes value by value.
/// </summary>
internal sealed class Autoregressive : IFlow
{
    private const float Bound = 5;
    private readonly MaskedLinear[] layers;
    private readonly int size, classes;
    private readonly bool reversed;

    /// <summary>Makes the layers <c>0</c>, <c>1</c>, ..</summary>
    /// <param name="scope">Where they live.</param>
    /// <param name="size">d.</param>
    /// <param name="hidden">Widths between, one or more.</param>
    /// <param name="classes">Classes that every value is told, beside the values before it.</param>
    /// <param name="reversed">Whether the last value comes first.</param>
    /// <exception cref="ArgumentException">There is no hidden layer.</exception>
    public Autoregressive(Scope scope, int size, IReadOnlyList<int> hidden, int classes, bool reversed)
    {
        if (hidden.Count == 0)
            throw new ArgumentException("hidden widths [] leave nothing to mask; give one layer or more");
        (this.size, this.classes, this.reversed) = (size, classes, reversed);
        // A unit of degree k sees the first k values; classes are of degree 0, and so are units that see nothing else.
        int[] values = Degrees(size, 1, size), targets = Degrees(size, 0, size - 1);
        if (reversed)
            (values, targets) = ([.. values.Reverse()], [.. targets.Reverse()]);
        int least = classes > 0 ? 0 : 1;
        int[][] degrees =
            [[.. values, .. new int[classes]], .. hidden.Select(width => Degrees(width, least, Math.Max(size - 1, least))), [.. targets, .. targets]];
        layers = [.. Enumerable.Range(0, hidden.Count + 1).Select(i => new MaskedLinear(scope[i], degrees[i], degrees[i + 1]))];
    }

    /// <inheritdoc/>
    public (Tensor Z, Tensor LogVolume) Forward(Tensor x, Tensor? classes, Pass pass)
    {
        Tensor first = layers[0].Apply(Conditioning.Join(x, classes));
        Tensor[] parts = layers.Skip(1).Aggregate(first, (value, layer) => layer.Apply(value.Relu())).Split(-1, 2);
        Tensor logScale = Bounded(parts[1]);
        return ((x - parts[0]) * (-logScale).Exp(), -logScale.Sum([-1]));
    }

    /// <inheritdoc/>
    public Tensor Inverse(Tensor z, Tensor? classes)
    {
        int n = z.Shape[0];
        Tensor turned = z.TransposeLast(), inputs = layers[0].Weight.Value, start = layers[0].Bias.Value;
        if (classes is not null)
            start += classes.MatMul(inputs.Slice(0, size, this.classes));
        Tensor[] first = [Tensor.Zeros([size, n]), start.BroadcastTo([n, inputs.Shape[1]])];
        // The first layer's sums are carried along: a value that becomes known adds its own row of weights.
        return Tensor.Loop(Tensor.Scalar(size), first, (turn, state) =>
        {
            Tensor place = (reversed ? Tensor.Scalar(size - 1) - turn : turn).Reshape(1);
            Tensor value = Value(turned.Gather(place).Reshape(n, 1), place, state[1]);
            return [Tensor.RowUpdate(state[0], place, value.Reshape(1, n)), state[1] + (value * inputs.Gather(place))];
        })[0].TransposeLast();
    }

    // x_i from z_i, both [n, 1], and the sums of the first layer.
    private Tensor Value(Tensor z, Tensor place, Tensor sums)
    {
        Tensor hidden = layers[1..^1].Aggregate(sums, (value, layer) => layer.Apply(value.Relu())).Relu();
        Tensor rows = Tensor.Concat(0, place, place + Tensor.Scalar(size));
        MaskedLinear last = layers[^1];
        Tensor output = hidden.MatMul(last.Weight.Value.TransposeLast().Gather(rows).TransposeLast()) + last.Bias.Value.Gather(rows);
        Tensor[] parts = output.Split(-1, 2);
        return (z * Bounded(parts[1]).Exp()) + parts[0];
    }

    private static Tensor Bounded(Tensor raw) => Bound * (raw / Bound).Tanh();

    // Degrees rise along a layer, each as often as the others as nearly as can be.
    private static int[] Degrees(int units, int lowest, int highest) =>
        [.. Enumerable.Range(0, units).Select(i => lowest + (int)((long)i * (highest - lowest + 1) / units))];
}
