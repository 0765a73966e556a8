using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Passes;

/// <summary>
/// Inserts copies where a view cannot stand: under a reshape that no strides express, before operations that want their
/// elements in order, and where a result leaves the step. Afterwards every view resolves.
/// </summary>
internal static class Materialize
{
    public static StepGraph Run(StepGraph graph)
    {
        var views = new Views();
        var copies = new Dictionary<Node, Node>();
        StepGraph copied = graph.Rewrite((node, inputs) => Place(node, inputs, views, copies));
        var targets = new HashSet<Node>();
        return new StepGraph(
            [.. copied.Outputs.Select(node => targets.Add(node) ? Owned(node, views) : Copy(node))],
            [.. copied.Updates.Select(update => update with { Value = targets.Add(update.Value) ? Owned(update.Value, views) : Copy(update.Value) })],
            graph.Inputs);
    }

    private static Node Place(Node node, Node[] inputs, Views views, Dictionary<Node, Node> copies)
    {
        Node Once(Node input) => copies.TryGetValue(input, out Node? copy) ? copy : copies[input] = Copy(input);
        for (int i = 0; i < inputs.Length; i++)
            if (Views.WantsOrder(node.Op) && !views.Resolve(inputs[i]).Layout.IsIdentity)
                inputs[i] = Once(inputs[i]);
            else if (node.Op is MatMulOp && !IsBatchOfMatrices(views.Resolve(inputs[i]).Layout))
                inputs[i] = Once(inputs[i]);
        Node placed = inputs.SequenceEqual(node.Inputs) ? node : new Node(node.Op, inputs);
        return views.TryResolve(placed) is null ? new Node(node.Op, Once(inputs[0])) : placed;
    }

    // A matrix product steps through its batch with one stride.
    private static bool IsBatchOfMatrices(Layout layout) =>
        layout.Shape.Rank <= 3 || layout.BatchStride is not null;

    // What leaves the step must own its elements: not a leaf, not a view.
    private static Node Owned(Node node, Views views) =>
        node.Op is LeafOp or LoopResultOp || !views.Resolve(node).Layout.IsIdentity || views.Resolve(node).Source != node ? Copy(node) : node;

    private static Node Copy(Node node) => new(Elementwise.Detach, node);
}
