using Likeness.Tensors.Graph;

namespace Likeness.Tensors.Ops;

internal enum Reduction
{
    Sum,
    Max,
    ArgMax,
}

/// <summary>Reduces the named axes, which stay in the result with extent 1.</summary>
internal sealed record ReduceOp(Reduction Kind, Shape Axes) : Op
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        Shape shape = inputs[0].Shape;
        if (inputs[0].DType == DType.U8)
            throw Misfit(ToString(), "bytes are for storage; use Cast first");
        if (Kind != Reduction.Sum && Axes.Any(axis => shape[axis] == 0))
            throw Misfit(ToString(), $"{shape} has no elements along the reduced axes {Axes}");
        if (Kind == Reduction.ArgMax && Axes.Rank != 1)
            throw Misfit(ToString(), $"takes one axis, got {Axes}");
        foreach (int axis in Axes)
            shape = shape.With(axis, 1);
        return (Kind == Reduction.ArgMax ? DType.I32 : inputs[0].DType, shape);
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) => Kind switch
    {
        Reduction.Sum => [g.BroadcastTo(x[0].Shape)],
        Reduction.Max => [SharedByTies(x[0], y, g)],
        _ => [null],
    };

    private Tensor SharedByTies(Tensor x, Tensor y, Tensor g)
    {
        Tensor largest = x.IsEqual(y.BroadcastTo(x.Shape));
        return largest * (g / largest.Sum(Axes.Span, keepDims: true)).BroadcastTo(x.Shape);
    }

    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()}{Axes}";
}
