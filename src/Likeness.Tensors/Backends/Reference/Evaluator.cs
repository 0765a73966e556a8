using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Reference;

/// <summary>Evaluates nodes with plain loops over doubles, keeping each value for later readers.</summary>
internal sealed class Evaluator(Func<Node, double[]> leafValue)
{
    private readonly Dictionary<Node, double[]> values = [];
    private readonly Dictionary<Node, double[][]> loops = [];

    public double[] Evaluate(Node root)
    {
        foreach (Node node in Topology.Sort([root]))
            if (!values.ContainsKey(node) && !loops.ContainsKey(node))
                Compute(node);
        return values[root];
    }

    private void Compute(Node node)
    {
        if (node.Op is LoopOp loop)
            loops[node] = Repeat(loop, [.. node.Inputs.Select(input => values[input])]);
        else if (node.Op is LoopResultOp result)
            values[node] = loops[node.Inputs[0]][result.Index];
        else
            values[node] = node.Op is LeafOp leaf ? Leaf(node, leaf) : Apply(node, [.. node.Inputs.Select(input => values[input])]);
    }

    private double[] Leaf(Node node, LeafOp op) => op switch
    {
        ScalarOp scalar => [scalar.Value],
        ArrayOp array => [.. array.Values.Cast<object>().Select(value => Convert.ToDouble(value, null))],
        _ => leafValue(node),
    };

    private static double[] Apply(Node node, double[][] x) => node.Op switch
    {
        ElementwiseOp op => Elementwise(node, op, x),
        IotaOp op => Iota(op),
        RandomOp op => Random(op, x[0]),
        ReduceOp op => Reduce(node, op, x[0]),
        MovementOp => Movements.Apply(node, x),
        GatherOp or ScatterAddOp or RowUpdateOp => Rows.Apply(node, x),
        ContractionOp => Contractions.Apply(node, x),
        AllReduceOp => x[0],
        _ => throw new InvalidOperationException($"the reference backend does not know {node.Op}"),
    };

    private static double[] Elementwise(Node node, ElementwiseOp op, double[][] x)
    {
        var y = new double[node.Shape.Size];
        var element = new double[x.Length];
        for (int i = 0; i < y.Length; i++)
        {
            for (int j = 0; j < x.Length; j++)
                element[j] = x[j][i];
            y[i] = op.Scalar(element);
            if (node.DType == DType.I32)
                y[i] = unchecked((int)(long)y[i]);
        }
        return y;
    }

    private static double[] Iota(IotaOp op)
    {
        var y = new double[op.Shape.Size];
        long stride = op.Shape.Rank == 0 ? 1 : op.Shape.Strides()[op.Axis];
        for (int i = 0; i < y.Length; i++)
            y[i] = i / stride % op.Shape[op.Axis];
        return y;
    }

    private static double[] Random(RandomOp op, double[] state)
    {
        uint Word(int i) => unchecked((uint)(int)state[i]);
        var y = new double[op.Shape.Size];
        for (int i = 0; i < y.Length; i++)
            y[i] = op.Kind switch
            {
                RandomKind.Uniform => PhiloxReference.Uniform(i, Word(0), Word(1), (uint)op.Ordinal, Word(3), Word(2)),
                RandomKind.Normal => PhiloxReference.Normal(i, Word(0), Word(1), (uint)op.Ordinal, Word(3), Word(2)),
                _ => unchecked((int)PhiloxReference.Bits(i, Word(0), Word(1), (uint)op.Ordinal, Word(3), Word(2))),
            };
        return y;
    }

    private static double[] Reduce(Node node, ReduceOp op, double[] x)
    {
        Shape shape = node.Inputs[0].Shape;
        long[] strides = node.Shape.Strides();
        foreach (int axis in op.Axes)
            strides[axis] = 0;
        var y = new double[node.Shape.Size];
        var best = new double[y.Length];
        Array.Fill(best, double.NegativeInfinity);
        var layout = new Layout(shape, strides, 0);
        foreach ((long from, long to) in Walk.Over(layout))
        {
            if (op.Kind == Reduction.Sum)
                y[to] += x[from];
            else if (x[from] > best[to] || double.IsNaN(x[from]))
                (best[to], y[to]) = (x[from], op.Kind == Reduction.Max ? x[from] : IndexAlong(shape, op.Axes[0], from));
        }
        return y;
    }

    private static long IndexAlong(Shape shape, int axis, long flat) => flat / shape.Strides()[axis] % shape[axis];

    private static double[][] Repeat(LoopOp loop, double[][] inputs)
    {
        int states = loop.State.Count;
        double[][] state = inputs[1..(1 + states)];
        for (int turn = 0; turn < (int)inputs[0][0]; turn++)
        {
            double[][] current = state;
            int number = turn;
            var body = new Evaluator(leaf => leaf == loop.Turn ? [number]
                : loop.State.ToList().IndexOf(leaf) is >= 0 and var s ? current[s]
                : inputs[1 + states + loop.Captures.ToList().IndexOf(leaf)]);
            state = [.. loop.Body.Updates.Select(update => body.Evaluate(update.Value))];
        }
        return state;
    }
}
