namespace Likeness.Tensors.Graph;

/// <summary>Orders nodes so that inputs come before users.</summary>
internal static class Topology
{
    /// <summary>All nodes that the roots need, depth first in input order; iterative, so that deep graphs cannot overflow the stack.</summary>
    public static IReadOnlyList<Node> Sort(IEnumerable<Node> roots)
    {
        var order = new List<Node>();
        var done = new HashSet<Node>();
        var stack = new Stack<(Node Node, int Next)>();
        foreach (Node root in roots)
        {
            if (!done.Add(root))
                continue;
            stack.Push((root, 0));
            while (stack.Count > 0)
            {
                (Node node, int next) = stack.Pop();
                if (next == node.Inputs.Count)
                {
                    order.Add(node);
                    continue;
                }
                stack.Push((node, next + 1));
                if (done.Add(node.Inputs[next]))
                    stack.Push((node.Inputs[next], 0));
            }
        }
        return order;
    }
}
