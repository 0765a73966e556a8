using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors;

/// <summary>Reverse-mode differentiation: a graph in, a graph out, so derivatives can be differentiated again.</summary>
public static class Gradients
{
    /// <summary>The gradients of a scalar with respect to tensors: one for each, of its shape; zeros where it has no influence.</summary>
    /// <exception cref="ArgumentException">The value is not a scalar.</exception>
    public static Tensor[] Of(Tensor scalar, params IReadOnlyList<Tensor> withRespectTo)
    {
        if (scalar.Shape.Size != 1)
            throw new ArgumentException($"the gradient of shape {scalar.Shape} is not defined; reduce it to a scalar first, with Sum or Mean");
        HashSet<Node> influenced = Influenced(scalar, withRespectTo);
        var gradients = new Dictionary<Node, Tensor> { [scalar.Node] = Constant(1, scalar) };
        foreach (Node node in Topology.Sort([scalar.Node]).Reverse())
            if (influenced.Contains(node) && gradients.TryGetValue(node, out Tensor? gradient))
                Spread(node, gradient, influenced, gradients);
        return [.. withRespectTo.Select(x => gradients.TryGetValue(x.Node, out Tensor? g) ? g : Constant(0, x))];
    }

    private static Tensor Constant(double value, Tensor like) => new Tensor(new ScalarOp(like.DType, value)).BroadcastTo(like.Shape);

    // Only nodes between the variables and the scalar take part: a Langevin step then computes no parameter gradients.
    private static HashSet<Node> Influenced(Tensor scalar, IReadOnlyList<Tensor> withRespectTo)
    {
        var influenced = new HashSet<Node>(withRespectTo.Select(x => x.Node));
        foreach (Node node in Topology.Sort([scalar.Node]))
            if (node.Inputs.Any(influenced.Contains))
                influenced.Add(node);
        return influenced;
    }

    private static void Spread(Node node, Tensor gradient, HashSet<Node> influenced, Dictionary<Node, Tensor> gradients)
    {
        if (!node.Inputs.Any(influenced.Contains))
            return;
        Tensor[] inputs = [.. node.Inputs.Select(input => new Tensor(input))];
        Tensor?[] parts = node.Op.Gradient(inputs, new Tensor(node), gradient);
        for (int i = 0; i < parts.Length; i++)
            if (parts[i] is { } part && influenced.Contains(node.Inputs[i]))
                gradients[node.Inputs[i]] = gradients.TryGetValue(node.Inputs[i], out Tensor? sum) ? sum + part : part;
    }
}
