using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Passes;

/// <summary>
/// Cuts the update of a flat block where its gradient was joined from parts: what an optimizer does to each part then follows the
/// operation that computes the part, in the epilogue of the product where that is one, and no gradient is written to memory at all.
/// Elementwise operations on a block are those on its parts, so no bit changes.
/// </summary>
internal sealed class SplitUpdates
{
    // A part is worth a step of its own from about this size on; a block of less is left whole.
    private const int LeastElements = 1 << 14;

    private readonly Dictionary<(Node, int Start), Node> parts = [];

    private SplitUpdates()
    {
    }

    public static StepGraph Run(StepGraph graph)
    {
        var splitting = new SplitUpdates();
        return new StepGraph(graph.Outputs, [.. graph.Updates.SelectMany(splitting.Split)], graph.Inputs);
    }

    private IEnumerable<Update> Split(Update update)
    {
        if (update.Target.Op is not VariableOp || update.Value.Shape.Rank != 1 || update.Value.Shape.Size < LeastElements
            || Joined(update.Value, []) is not { Inputs.Count: > 1 } joined)
            return [update];
        var split = new List<Update>();
        int start = 0;
        foreach (Node part in joined.Inputs)
        {
            int length = part.Shape[0];
            split.Add(new Update(Slice(update.Target, start, length), Part(update.Value, start, length)));
            start += length;
        }
        return split;
    }

    // The first joined block that the value is computed from element by element; the search goes no further than that.
    private static Node? Joined(Node node, HashSet<Node> seen)
    {
        if (node.Op is ConcatOp)
            return node;
        return node.Op is ElementwiseOp && seen.Add(node)
            ? node.Inputs.Where(input => input.Shape == node.Shape).Select(input => Joined(input, seen)).FirstOrDefault(found => found is not null) : null;
    }

    private Node Part(Node node, int start, int length)
    {
        if (parts.TryGetValue((node, start), out Node? known) && known.Shape[0] == length)
            return known;
        return parts[(node, start)] = node.Op switch
        {
            ElementwiseOp => new Node(node.Op, [.. node.Inputs.Select(input => Part(input, start, length))]),
            BroadcastOp when node.Inputs[0].Shape.Size == 1 => new Node(new BroadcastOp([length]), node.Inputs[0]),
            ConcatOp when Input(node, start, length) is { } input => input,
            _ => Slice(node, start, length),
        };
    }

    // The operand of a join that lies exactly there, or null.
    private static Node? Input(Node joined, int start, int length)
    {
        foreach (Node input in joined.Inputs)
        {
            if (start == 0)
                return input.Shape[0] == length ? input : null;
            start -= input.Shape[0];
        }
        return null;
    }

    private static Node Slice(Node node, int start, int length) => new(new SliceOp([start], [length]), node);
}
