using System.Text;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Graph;

/// <summary>A value to be stored at the end of a step.</summary>
/// <param name="Target">A leaf that names storage: a variable, or the carried state of a loop; or a slice of a flat variable.</param>
/// <param name="Value">What the storage holds afterwards; computed from the values before the step.</param>
internal readonly record struct Update(Node Target, Node Value);

/// <summary>Everything one step computes: its outputs and its updates, and through them the nodes they need.</summary>
/// <param name="inputs">Declared inputs, kept even when nothing reads them.</param>
internal sealed class StepGraph(IReadOnlyList<Node> outputs, IReadOnlyList<Update> updates, params IReadOnlyList<Node> inputs)
{
    public IReadOnlyList<Node> Inputs { get; } = inputs;

    public IReadOnlyList<Node> Outputs { get; } = outputs;

    public IReadOnlyList<Update> Updates { get; } = updates;

    public IEnumerable<Node> Roots => Outputs.Concat(Updates.Select(update => update.Value));

    /// <summary>All nodes, inputs before users; the order depends on the graph alone.</summary>
    public IReadOnlyList<Node> Nodes() => Topology.Sort(Roots.Concat(Updates.Select(update => update.Target)).Concat(Inputs));

    /// <summary>The same graph with every node replaced by what <paramref name="rewrite"/> makes of it, inputs first.</summary>
    public StepGraph Rewrite(Func<Node, Node[], Node> rewrite)
    {
        var replaced = new Dictionary<Node, Node>();
        foreach (Node node in Nodes())
            replaced[node] = rewrite(node, [.. node.Inputs.Select(input => replaced[input])]);
        return new StepGraph(
            [.. Outputs.Select(node => replaced[node])],
            [.. Updates.Select(update => new Update(replaced[update.Target], replaced[update.Value]))],
            Inputs);
    }

    /// <summary>One line a node, then the outputs and updates.</summary>
    public override string ToString()
    {
        var names = new Dictionary<Node, string>();
        var text = new StringBuilder();
        foreach (Node node in Nodes())
        {
            names[node] = $"%{names.Count}";
            text.Append(names[node]).Append(" = ").Append(node.Op);
            if (node.Inputs.Count > 0)
                text.Append('(').AppendJoin(", ", node.Inputs.Select(input => names[input])).Append(')');
            text.Append(" : ").Append(node.DType.ToString().ToLowerInvariant()).Append(node.Shape).Append('\n');
            if (node.Op is LoopOp loop)
                text.Append("  ").Append(loop.Body.ToString().TrimEnd().Replace("\n", "\n  ")).Append('\n');
        }
        foreach (Node output in Outputs)
            text.Append("output ").Append(names[output]).Append('\n');
        foreach (Update update in Updates)
            text.Append(names[update.Target]).Append(" <- ").Append(names[update.Value]).Append('\n');
        return text.ToString();
    }
}
