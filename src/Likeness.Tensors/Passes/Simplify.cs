using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Passes;

/// <summary>Local rewriting: constants are folded, neutral operations disappear, chains of views shorten.</summary>
/// <remarks>Only rules that keep every bit for finite values: x + 0, x * 1, but not (x + a) + b.</remarks>
internal static class Simplify
{
    public static StepGraph Run(StepGraph graph) => graph.Rewrite((node, inputs) => Rewrite(node.Op, node, inputs));

    private static Node Rewrite(Op op, Node node, Node[] inputs)
    {
        Node? simpler = op switch
        {
            ElementwiseOp elementwise => Fold(elementwise, inputs) ?? Neutral(elementwise, inputs),
            MovementOp movement => Shorten(movement, inputs),
            ReduceOp { Kind: Reduction.Sum } sum => SumOfConstant(sum, inputs[0]),
            AllReduceOp => inputs[0],
            _ => null,
        };
        return simpler ?? (inputs.SequenceEqual(node.Inputs) ? node : new Node(op, inputs));
    }

    // An operation on constants of one value is a constant of one value.
    private static Node? Fold(ElementwiseOp op, Node[] inputs)
    {
        var values = new double[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (Uniform(inputs[i]) is not { } value)
                return null;
            values[i] = value;
        }
        DType type = op.Infer(inputs).Item1;
        double result = op.Scalar(values);
        return Constant(type == DType.F32 ? (float)result : result, type, inputs[0].Shape);
    }

    private static Node? Neutral(ElementwiseOp op, Node[] inputs)
    {
        if (op == Elementwise.Detach || op == Elementwise.MaskGradient)
            return inputs[0];
        if (op is CastOp cast && inputs[0].DType == cast.Target)
            return inputs[0];
        if (op == Elementwise.Negate && inputs[0].Op == Elementwise.Negate)
            return inputs[0].Inputs[0];
        if (inputs.Length != 2)
            return null;
        if (op == Elementwise.Add && inputs[0].Op is PadOp && inputs[1].Op is PadOp)
            return Join(inputs[0], inputs[1]) ?? Join(inputs[1], inputs[0]);
        double? left = Uniform(inputs[0]), right = Uniform(inputs[1]);
        if (op == Elementwise.Add)
            return right == 0 ? inputs[0] : left == 0 ? inputs[1] : null;
        if (op == Elementwise.Subtract)
            return right == 0 ? inputs[0] : left == 0 ? new Node(Elementwise.Negate, inputs[1]) : null;
        if (op == Elementwise.Multiply)
            return right == 1 ? inputs[0] : left == 1 ? inputs[1] : right == 0 ? inputs[1] : left == 0 ? inputs[0]
                : right == -1 ? new Node(Elementwise.Negate, inputs[0]) : left == -1 ? new Node(Elementwise.Negate, inputs[1]) : null;
        return op == Elementwise.Divide && right == 1 ? inputs[0] : null;
    }

    // Gradients of neighbouring slices are padded with zeros and added: they are one joined block.
    private static Node? Join(Node first, Node second)
    {
        (PadOp a, PadOp b) = ((PadOp)first.Op, (PadOp)second.Op);
        int[] axes = [.. Enumerable.Range(0, first.Shape.Rank).Where(i => a.Low[i] + a.High[i] + b.Low[i] + b.High[i] > 0)];
        if (axes is not [var axis] || a.Low[axis] + first.Inputs[0].Shape[axis] != b.Low[axis])
            return null;
        var joined = new Node(new ConcatOp(axis), first.Inputs[0], second.Inputs[0]);
        return a.Low[axis] + b.High[axis] == 0 ? joined : new Node(new PadOp(a.Low, b.High), joined);
    }

    private static Node? Shorten(MovementOp op, Node[] inputs)
    {
        Node input = inputs[0];
        if (op is ConcatOp)
            return null;
        (DType type, Shape shape) = op.Infer(inputs);
        if (Uniform(input) is { } value && (op.IsView || value == 0) && input.Op is not ScalarOp)
            return Constant(value, type, shape);
        if (op is ReshapeOp or BroadcastOp or SliceOp or PadOp && shape == input.Shape)
            return input;
        return (op, input.Op) switch
        {
            (ReshapeOp, ReshapeOp) => new Node(op, input.Inputs[0]),
            (PermuteOp outer, PermuteOp inner) => Permute([.. outer.Axes.Select(axis => inner.Axes[axis])], input.Inputs[0]),
            (PermuteOp permute, _) => Permute(permute.Axes, input),
            (FlipOp outer, FlipOp inner) when outer.Axis == inner.Axis => input.Inputs[0],
            (BroadcastOp, BroadcastOp) => new Node(op, input.Inputs[0]),
            _ => null,
        };
    }

    private static Node Permute(Shape axes, Node input) =>
        axes.SequenceEqual(Enumerable.Range(0, axes.Rank)) ? input : new Node(new PermuteOp(axes), input);

    private static Node? SumOfConstant(ReduceOp sum, Node input)
    {
        if (Uniform(input) is not { } value)
            return null;
        long count = 1;
        foreach (int axis in sum.Axes)
            count *= input.Shape[axis];
        return Constant((float)(value * count), input.DType, sum.Infer([input]).Item2);
    }

    /// <summary>The value that all elements have, if that is known.</summary>
    private static double? Uniform(Node node)
    {
        while (node.Op is BroadcastOp or ReshapeOp)
            node = node.Inputs[0];
        return (node.Op as ScalarOp)?.Value;
    }

    // Scalar, reshaped to ones, broadcast: the one form in which constants are recognised.
    private static Node Constant(double value, DType type, Shape shape)
    {
        var scalar = new Node(new ScalarOp(type, value));
        if (shape.Rank == 0)
            return scalar;
        Shape ones = [.. Enumerable.Repeat(1, shape.Rank)];
        var reshaped = new Node(new ReshapeOp(ones), scalar);
        return shape == ones ? reshaped : new Node(new BroadcastOp(shape), reshaped);
    }
}
