using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Passes;

/// <summary>Nodes that one step of the plan computes together.</summary>
internal sealed class Group(int order)
{
    /// <summary>Nodes in graph order. At most one is a contraction; then the others are its epilogue.</summary>
    public List<Node> Nodes { get; } = [];

    /// <summary>Groups that must be finished before this one starts.</summary>
    public HashSet<Group> Needs { get; } = [];

    /// <summary>Position of the last node in the graph: keeps the order of the plan near the order of the graph.</summary>
    public int Order { get; set; } = order;

    /// <summary>Size of the iteration space when the group is fusable, else -1.</summary>
    public long Count { get; set; } = -1;

    public Node? Contraction => Nodes.Find(node => node.Op is ContractionOp);

    public bool Reduces => Nodes.Exists(node => node.Op is ReduceOp);
}

/// <summary>
/// Decides what is computed together. Elementwise operations, random draws and the reductions that end them join the group of
/// the values they read in the same order; a contraction takes the group that reads its result as an epilogue. A comparison with
/// a constant waits for the group that reads it: often that is a derivative much later, and the value compared is there anyway.
/// </summary>
internal sealed class Grouping
{
    private readonly Views views = new();
    private readonly Dictionary<Node, Group> groupOf = [];
    private readonly Dictionary<Group, HashSet<Group>> users = [];
    private readonly bool fuse;

    private Grouping(bool fuse) => this.fuse = fuse;

    public static (IReadOnlyList<Group> Groups, Views Views) Run(StepGraph graph, bool fuse)
    {
        var grouping = new Grouping(fuse);
        IReadOnlyList<Node> nodes = graph.Nodes();
        for (int i = 0; i < nodes.Count; i++)
            grouping.Add(nodes[i], i);
        foreach (Node node in nodes)
            if (fuse && IsMask(node))
                grouping.JoinProducers(node);
        if (fuse)
            grouping.TakeEpilogues(nodes);
        return ([.. grouping.groupOf.Values.Distinct().OrderBy(group => group.Order)], grouping.views);
    }

    private static bool IsFusable(Op op) => op is ElementwiseOp or SourceOp or ReduceOp { Kind: not Reduction.ArgMax };

    private void Add(Node node, int order)
    {
        if (node.Op is LeafOp || (node.Op is MovementOp { IsView: true }))
            return;
        if (node.Op is LoopResultOp)
        {
            groupOf[node] = groupOf[node.Inputs[0]];
            groupOf[node].Nodes.Add(node);
            return;
        }
        var group = new Group(order) { Nodes = { node }, Count = IsFusable(node.Op) ? Iterations(node) : -1 };
        groupOf[node] = group;
        users[group] = [];
        foreach (Node input in node.Inputs)
            if (groupOf.TryGetValue(views.Resolve(input).Source, out Group? producer))
                Need(group, producer);
        if (fuse && group.Count >= 0 && node.Op is not SourceOp && !IsMask(node))
            JoinProducers(node);
    }

    private void JoinProducers(Node node)
    {
        foreach (Node input in node.Inputs)
            JoinProducer(node, input);
    }

    private static bool IsMask(Node node) => node.Op is BinaryOp { Compares: true } && node.Inputs.Any(IsConstant);

    private static bool IsConstant(Node node) =>
        node.Op is ScalarOp || (node.Op is MovementOp { IsView: true } && IsConstant(node.Inputs[0]));

    private static long Iterations(Node node) => node.Op is ReduceOp ? node.Inputs[0].Shape.Size : node.Shape.Size;

    private void JoinProducer(Node node, Node input)
    {
        (Node source, Layout layout) = views.Resolve(input);
        if (input.Op is LateOp || !groupOf.TryGetValue(source, out Group? producer) || !IsFusable(source.Op) || source.Op is ReduceOp)
            return;
        Group group = groupOf[node];
        if (producer != group && producer.Count == group.Count && layout.IsIdentity && layout.Shape.Size == source.Shape.Size
            && ReadsInOrder(group, producer) && CanMerge(producer, group))
            Merge(producer, group);
    }

    private void TakeEpilogues(IReadOnlyList<Node> nodes)
    {
        ILookup<Node, Node> readers = nodes.Where(groupOf.ContainsKey)
            .SelectMany(node => node.Inputs.Select(input => (Read: views.Resolve(input), Reader: node)))
            .Where(entry => entry.Read.Layout.IsIdentity).ToLookup(entry => entry.Read.Source, entry => entry.Reader);
        foreach (Node node in nodes)
            if (node.Op is MatMulOp or Conv2DOp or Conv2DInputOp or Conv2DFilterOp)
                TakeEpilogue(node, readers[node]);
    }

    // The group that reads all of the product in order becomes its epilogue, if nothing between them needs the product.
    private void TakeEpilogue(Node product, IEnumerable<Node> readers)
    {
        Group own = groupOf[product];
        foreach (Group reader in readers.Select(node => groupOf[node]))
            if (reader.Count == product.Shape.Size && reader.Contraction == null && !reader.Reduces && ReadsInOrder(reader, own) && CanMerge(own, reader))
            {
                Merge(own, reader);
                return;
            }
    }

    // Inside a group a value exists tile by tile only: whoever reads it there must read it in order, and not a reduction of it.
    private bool ReadsInOrder(Group reader, Group producer) => reader.Nodes.TrueForAll(node => node.Inputs.All(input =>
        views.Resolve(input) is var (source, layout)
        && (!groupOf.TryGetValue(source, out Group? group) || group != producer
            || (layout.IsIdentity && layout.Shape.Size == source.Shape.Size && source.Op is not ReduceOp))));

    // Merging is sound when no third group lies on a path from one of the two to the other.
    private static bool CanMerge(Group a, Group b)
    {
        var seen = new HashSet<Group>();
        var stack = new Stack<Group>(a.Needs.Concat(b.Needs).Where(group => group != a && group != b));
        while (stack.TryPop(out Group? group))
        {
            if (group == a || group == b)
                return false;
            if (seen.Add(group))
                foreach (Group need in group.Needs)
                    stack.Push(need);
        }
        return true;
    }

    private void Merge(Group kept, Group absorbed)
    {
        kept.Nodes.AddRange(absorbed.Nodes);
        kept.Order = Math.Max(kept.Order, absorbed.Order);
        kept.Count = absorbed.Count;
        foreach (Node node in absorbed.Nodes)
            groupOf[node] = kept;
        foreach (Group need in absorbed.Needs)
        {
            users[need].Remove(absorbed);
            Need(kept, need);
        }
        foreach (Group user in users[absorbed])
        {
            user.Needs.Remove(absorbed);
            Need(user, kept);
        }
        users.Remove(absorbed);
    }

    private void Need(Group group, Group producer)
    {
        if (group != producer && group.Needs.Add(producer))
            users[producer].Add(group);
    }
}
