using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Flows;

/// <summary>
/// A masked autoregressive layer (Papamakarios et al. 2017) on rows [n, d]: z_i = (x_i - m_i) exp(-a_i), where m_i and a_i are what a
/// masked network (MADE, Germain et al. 2015) makes of the x before i in the layer's order, and a is bounded by
/// a = 5 tanh(r / 5). Back from z it goes value by value, and computes each hidden unit as soon as all that it sees is known: about
/// the multiply-adds of two passes, not of one for every value.
/// </summary>
internal sealed class Autoregressive : IFlow
{
    private const float Bound = 5;
    private readonly MaskedLinear[] layers;
    private readonly HiddenUnits[] hidden;
    private readonly int size;
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
        (this.size, this.reversed) = (size, reversed);
        // A unit of degree k sees the first k values; classes are of degree 0, and so are units that see nothing else.
        int[] values = Degrees(size, 1, size), targets = Degrees(size, 0, size - 1);
        if (reversed)
            (values, targets) = ([.. values.Reverse()], [.. targets.Reverse()]);
        int least = classes > 0 ? 0 : 1;
        int[][] degrees =
            [[.. values, .. new int[classes]], .. hidden.Select(width => Degrees(width, least, Math.Max(size - 1, least))), [.. targets, .. targets]];
        layers = [.. Enumerable.Range(0, hidden.Count + 1).Select(i => new MaskedLinear(scope[i], degrees[i], degrees[i + 1]))];
        this.hidden = [.. layers[..^1].Select((layer, i) => new HiddenUnits(layer, degrees[i + 1], size))];
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
        Tensor turned = z.TransposeLast(), unknown = Tensor.Zeros([size, n]);
        // Values and hidden units as rows [units, n]. A unit is computed once, as soon as the values that it sees are known: all of them
        // now, for those that see classes alone, and later those of one degree a turn.
        List<Tensor> start = [classes is null ? unknown : Tensor.Concat(0, unknown, classes.TransposeLast())];
        foreach (HiddenUnits units in hidden)
            start.Add(units.All(start[^1]));
        return Tensor.Loop(Tensor.Scalar(size), start, (turn, state) =>
        {
            Tensor place = (reversed ? Tensor.Scalar(size - 1) - turn : turn).Reshape(1);
            List<Tensor> next = [Tensor.RowUpdate(state[0], place, Value(turned.Gather(place), place, state[^1]))];
            for (int i = 0; i < hidden.Length; i++)
                next.Add(hidden[i].Updated(state[i + 1], turn.Reshape(1), next[i]));
            return next;
        })[0].Slice(0, 0, size).TransposeLast();
    }

    // x_i from z_i, both [1, n], and the last hidden units.
    private Tensor Value(Tensor z, Tensor place, Tensor units)
    {
        Tensor rows = Tensor.Concat(0, place, place + Tensor.Scalar(size));
        Tensor[] parts = layers[^1].Rows(rows, units).Split(0, 2);
        return (z * Bounded(parts[1]).Exp()) + parts[0];
    }

    private static Tensor Bounded(Tensor raw) => Bound * (raw / Bound).Tanh();

    // Degrees rise along a layer, each as often as the others as nearly as can be.
    private static int[] Degrees(int units, int lowest, int highest) =>
        [.. Enumerable.Range(0, units).Select(i => lowest + (int)((long)i * (highest - lowest + 1) / units))];

    /// <summary>The units of a hidden layer as rows [units, n], while values become known one by one.</summary>
    private sealed class HiddenUnits
    {
        private readonly MaskedLinear layer;
        private readonly int[] firsts;
        private readonly int most;

        public HiddenUnits(MaskedLinear layer, int[] degrees, int size)
        {
            this.layer = layer;
            most = degrees.CountBy(degree => degree).Max(count => count.Value);
            // As many rows in every turn: those behind are of higher degrees and computed again in their turn. Nothing sees them before.
            firsts = [.. Enumerable.Range(1, size).Select(degree => Math.Min(degrees.Count(other => other < degree), degrees.Length - most))];
        }

        public Tensor All(Tensor below) => layer.Apply(below.TransposeLast()).Relu().TransposeLast();

        // Once turn + 1 values are known.
        public Tensor Updated(Tensor units, Tensor turn, Tensor below)
        {
            Tensor rows = Tensor.Of(firsts, [firsts.Length]).Gather(turn) + Tensor.Iota([most]);
            return Tensor.RowUpdate(units, rows, layer.Rows(rows, below).Relu());
        }
    }
}
