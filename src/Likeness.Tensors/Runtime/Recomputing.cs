using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Runtime;

/// <summary>
/// Computes values again instead of keeping them. A stored elementwise value is dropped between two readers when memory is
/// short there (some step between them uses more than half of the peak), when every reader after the gap is a fused step that
/// reads it in order, and when those readers can compute it in a few operations from what is there anyway: leaves, values that
/// live as long, values at most an eighth of its size. It then joins the group of each such reader and needs no memory there. So
/// a layer keeps one of its pre-activation, its sigmoid and their product, not all three.
/// </summary>
internal sealed class Recomputing
{
    private const int MostOperations = 8;
    private const long LeastBytes = 1 << 16;

    private readonly StepGraph graph;
    private readonly Views views = new();
    private readonly IReadOnlyList<Node> nodes;
    private readonly PlanUse use;
    private readonly Dictionary<Node, (HashSet<int> Steps, int Last)> dropped = [];
    private readonly Dictionary<Node, Node> replaced = [];
    private readonly Dictionary<(Node, int), Node> again = [];

    private Recomputing(StepGraph graph, Plan plan)
    {
        this.graph = graph;
        nodes = graph.Nodes();
        use = new PlanUse(nodes, plan, views);
    }

    /// <summary>The graph with some values computed again for their late readers, or null when no value qualifies.</summary>
    /// <param name="graph">A graph that has been through all passes.</param>
    /// <param name="plan">Its plan.</param>
    public static StepGraph? Run(StepGraph graph, Plan plan)
    {
        var recomputing = new Recomputing(graph, plan);
        recomputing.Choose();
        return recomputing.dropped.Count > 0 ? recomputing.Rewrite() : null;
    }

    private void Choose()
    {
        var roots = new HashSet<Node>(graph.Roots);
        foreach (Node node in nodes)
        {
            if (node.Op is not ElementwiseOp || node.Bytes < LeastBytes || roots.Contains(node) || !use.IsStored(node))
                continue;
            IReadOnlyList<int> late = use.LateSteps(node);
            if (late.Count == 0)
                continue;
            dropped[node] = ([.. late], late[^1]);
            if (Cost(node, node, []) > MostOperations)
                dropped.Remove(node);
        }
    }

    // Operations that compute the node for the late readers of the dropped value; more than allowed when it cannot be done.
    private int Cost(Node node, Node value, HashSet<Node> counted)
    {
        if (node.Op is not (ElementwiseOp or IotaOp))
            return MostOperations + 1;
        if (!counted.Add(node))
            return 0;
        int cost = 1;
        foreach (Node input in node.Inputs)
        {
            (Node source, Layout layout) = views.Resolve(input);
            if (cost <= MostOperations && !IsKept(source, value))
                cost += layout.IsIdentity && layout.Shape.Size == source.Shape.Size ? Cost(source, value, counted) : MostOperations + 1;
        }
        return cost;
    }

    private bool IsKept(Node source, Node value) => source.Op is LeafOp
        || (!dropped.ContainsKey(source) && use.IsStored(source) && (source.Bytes * 8 <= value.Bytes || use.LastStep(source) >= dropped[value].Last));

    private StepGraph Rewrite()
    {
        foreach (Node node in nodes)
        {
            Node[] inputs = [.. node.Inputs.Select(input => Input(input, use.StepOf(node)))];
            replaced[node] = inputs.SequenceEqual(node.Inputs) ? node : new Node(node.Op, inputs);
        }
        return new StepGraph(
            [.. graph.Outputs.Select(node => replaced[node])],
            [.. graph.Updates.Select(update => new Update(replaced[update.Target], replaced[update.Value]))],
            graph.Inputs);
    }

    private Node Input(Node input, int step)
    {
        Node source = views.Resolve(input).Source;
        return dropped.TryGetValue(source, out (HashSet<int> Steps, int) late) && late.Steps.Contains(step)
            ? Again(input, source, step) : replaced[input];
    }

    // The input of a late reader, computed anew; once for all readers in the step.
    private Node Again(Node node, Node value, int step)
    {
        if (again.TryGetValue((node, step), out Node? known))
            return known;
        Node[] inputs = [.. node.Inputs.Select(input =>
            node.Op is MovementOp || !IsKept(views.Resolve(input).Source, value) ? Again(input, value, step) : Late(input))];
        return again[(node, step)] = new Node(node.Op, inputs);
    }

    private Node Late(Node input) =>
        views.Resolve(input).Source.Op is LeafOp ? replaced[input] : new Node(new LateOp(), replaced[input]);
}
