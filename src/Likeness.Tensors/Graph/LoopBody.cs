using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Graph;

/// <summary>
/// Separates the body of a loop from the graph around it: what depends on the turn or the state stays, what does not is
/// computed once before the loop and captured. Views and scalars of captured values are cheap and stay in the body, unless
/// an operation there wants their elements in order: it would copy them in every turn.
/// </summary>
internal static class LoopBody
{
    public static (Node[] Results, Node[] Leaves, Node[] Captured) Close(IReadOnlyList<Node> parameters, IReadOnlyList<Node> results)
    {
        var varies = new HashSet<Node>(parameters);
        IReadOnlyList<Node> nodes = Topology.Sort(parameters.Concat(results));
        foreach (Node node in nodes)
            if (node.Inputs.Any(varies.Contains))
                varies.Add(node);

        var captured = new List<Node>();
        var leaves = new List<Node>();
        var inside = new Dictionary<Node, Node>();
        var kept = new Dictionary<Node, Node>();
        Node Enter(Node node)
        {
            if (inside.TryGetValue(node, out Node? known))
                return known;
            if (parameters.Contains(node) || node.Op is ScalarOp)
                return inside[node] = node;
            if (varies.Contains(node) || node.Op is MovementOp { IsView: true })
                return inside[node] = new Node(node.Op, [.. node.Inputs.Select(input => Read(node, input))]);
            return inside[node] = Capture(node);
        }

        Node Read(Node reader, Node node) =>
            varies.Contains(node) || node.Op is ScalarOp || !Views.WantsOrder(reader.Op) ? Enter(node) : Capture(node);

        Node Capture(Node node)
        {
            if (kept.TryGetValue(node, out Node? known))
                return known;
            captured.Add(node);
            leaves.Add(new Node(new ParameterOp(parameters[0], $"capture{leaves.Count}", node.DType, node.Shape)));
            return kept[node] = leaves[^1];
        }

        // Inputs first: the recursion then never goes deeper than a chain of views.
        foreach (Node node in nodes)
            if (varies.Contains(node))
                Enter(node);
        return ([.. results.Select(Enter)], [.. leaves], [.. captured]);
    }
}
