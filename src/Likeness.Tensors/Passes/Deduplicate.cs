using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Passes;

/// <summary>Makes equal operations on equal inputs one node.</summary>
internal static class Deduplicate
{
    public static StepGraph Run(StepGraph graph)
    {
        var unique = new Dictionary<Key, Node>();
        return graph.Rewrite((node, inputs) =>
        {
            var key = new Key(node.Op, inputs);
            if (unique.TryGetValue(key, out Node? same))
                return same;
            return unique[key] = inputs.SequenceEqual(node.Inputs) ? node : new Node(node.Op, inputs);
        });
    }

    private readonly struct Key(Op op, Node[] inputs) : IEquatable<Key>
    {
        private readonly Op op = op;
        private readonly Node[] inputs = inputs;

        public bool Equals(Key other) => op.Equals(other.op) && inputs.AsSpan().SequenceEqual(other.inputs);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(op);
            foreach (Node input in inputs)
                hash.Add(input);
            return hash.ToHashCode();
        }
    }
}
