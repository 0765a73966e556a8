using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Graph;

/// <summary>Follows chains of views down to the node whose buffer they read.</summary>
internal sealed class Views
{
    private readonly Dictionary<Node, (Node Source, Layout Layout)> known = [];

    /// <summary>The node that owns the elements, and how this one reads them.</summary>
    /// <exception cref="InvalidOperationException">A reshape in the chain has no strides; <see cref="TryResolve"/> tells beforehand.</exception>
    public (Node Source, Layout Layout) Resolve(Node node) => TryResolve(node)
        ?? throw new InvalidOperationException($"{node} reads its input in an order that no view expresses");

    public (Node Source, Layout Layout)? TryResolve(Node node)
    {
        if (known.TryGetValue(node, out (Node, Layout) found))
            return found;
        if (node.Op is not MovementOp { IsView: true } op)
            return known[node] = (node, Layout.Contiguous(node.Shape));
        if (TryResolve(node.Inputs[0]) is not var (source, layout) || Apply(op, layout) is not { } seen)
            return null;
        return known[node] = (source, seen);
    }

    /// <summary>Whether an operation reads the elements of its inputs one after the other in memory, so that a view of them has to be copied.</summary>
    public static bool WantsOrder(Op op) => op switch
    {
        MatMulOp or ElementwiseOp or MovementOp or LoopResultOp => false,
        ReduceOp reduce => reduce.Kind == Reduction.ArgMax,
        _ => true,
    };

    private static Layout? Apply(MovementOp op, Layout layout) => op switch
    {
        ReshapeOp reshape => layout.Reshape(reshape.Target),
        PermuteOp permute => layout.Permute(permute.Axes),
        BroadcastOp broadcast => layout.Broadcast(broadcast.Target),
        SliceOp slice => layout.Slice(slice.Starts, slice.Lengths),
        FlipOp flip => layout.Flip(flip.Axis),
        LateOp => layout,
        _ => throw new InvalidOperationException($"{op} is not a view"),
    };
}
