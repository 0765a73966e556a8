using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Graph;

/// <summary>One operation applied to earlier nodes: immutable, checked when it is made.</summary>
internal sealed class Node
{
    public Node(Op op, params Node[] inputs)
    {
        Op = op;
        Inputs = inputs;
        (DType, Shape) = op.Infer(inputs);
    }

    public Op Op { get; }

    public IReadOnlyList<Node> Inputs { get; }

    public Shape Shape { get; }

    public DType DType { get; }

    public long Bytes => Shape.Size * DType.Size();

    public override string ToString() => $"{Op} {DType.ToString().ToLowerInvariant()}{Shape}";
}
