using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Passes;

/// <summary>
/// Keeps the innermost runs of memory long. A reduction over a few innermost elements and over an axis further out (the channels
/// of a group and all positions) is taken in two turns, outer axes first; a value repeated over both is spread over the inner
/// ones once, in a small copy. Otherwise a vector would hold four elements at a time.
/// </summary>
internal static class InnerRuns
{
    // Runs at least as long as two of the widest vectors are served well as they are.
    private const int LongRun = 32;

    public static StepGraph Run(StepGraph graph) => graph.Rewrite((node, inputs) => node.Op switch
    {
        ReduceOp { Kind: not Reduction.ArgMax } reduce => Reduce(reduce, inputs[0]),
        BroadcastOp broadcast => Broadcast(broadcast, inputs[0]),
        _ => null,
    } ?? (inputs.SequenceEqual(node.Inputs) ? node : new Node(node.Op, inputs)));

    private static Node? Reduce(ReduceOp op, Node x)
    {
        (int inner, int extent) = TrailingRun(x.Shape, op.Axes.Contains);
        int[] outer = [.. op.Axes.Where(axis => axis < inner && x.Shape[axis] > 1)];
        if (extent == 1 || extent >= LongRun || outer.Length == 0)
            return null;
        return new Node(op with { Axes = [.. op.Axes.Except(outer)] }, new Node(op with { Axes = [.. outer] }, x));
    }

    private static Node? Broadcast(BroadcastOp op, Node x)
    {
        bool IsRepeated(int axis) => x.Shape[axis] == 1 && op.Target[axis] > 1;
        (int inner, int extent) = TrailingRun(op.Target, IsRepeated);
        int[] outer = [.. Enumerable.Range(0, inner).Where(IsRepeated)];
        if (x.Shape.Size == 1 || extent == 1 || extent >= LongRun || outer.Length == 0)
            return null;
        Shape spread = op.Target;
        foreach (int axis in outer)
            spread = spread.With(axis, 1);
        return new Node(op, new Node(Elementwise.Detach, new Node(new BroadcastOp(spread), x)));
    }

    // The innermost axes that all satisfy a condition (extents of 1 do not count): where they begin, and their elements.
    private static (int First, int Extent) TrailingRun(Shape shape, Func<int, bool> holds)
    {
        int first = shape.Rank, extent = 1;
        for (int axis = shape.Rank - 1; axis >= 0 && (shape[axis] == 1 || holds(axis)); axis--)
            (first, extent) = (axis, extent * shape[axis]);
        return (first, extent);
    }
}
