using Likeness.Tensors.Graph;

namespace Likeness.Tensors.Ops;

/// <summary>An operation that only moves elements. The views among them cost nothing: they change how a buffer is read.</summary>
/// <param name="IsView">True when every result element is one input element at an affine position.</param>
internal abstract record MovementOp(bool IsView) : Op;

/// <summary>The same elements in the same order under another shape.</summary>
internal sealed record ReshapeOp(Shape Target) : MovementOp(true)
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs) => inputs[0].Shape.Size == Target.Size
        ? (inputs[0].DType, Target)
        : throw Misfit("reshape", $"{inputs[0].Shape} has {inputs[0].Shape.Size} elements, {Target} has {Target.Size}");

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) => [g.Reshape(x[0].Shape)];

    public override string ToString() => $"reshape{Target}";
}

/// <summary>Dimension i of the result is dimension Axes[i] of the input.</summary>
internal sealed record PermuteOp(Shape Axes) : MovementOp(true)
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        Shape shape = inputs[0].Shape;
        if (!Axes.Order().SequenceEqual(Enumerable.Range(0, shape.Rank)))
            throw Misfit("permute", $"axes {Axes} are not an order of the {shape.Rank} dimensions of {shape}");
        return (inputs[0].DType, [.. Axes.Select(axis => shape[axis])]);
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g)
    {
        int[] inverse = new int[Axes.Rank];
        for (int i = 0; i < inverse.Length; i++)
            inverse[Axes[i]] = i;
        return [g.Permute(inverse)];
    }

    public override string ToString() => $"permute{Axes}";
}

/// <summary>Repeats dimensions of extent 1 to the extents of a shape of the same rank.</summary>
internal sealed record BroadcastOp(Shape Target) : MovementOp(true)
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        Shape shape = inputs[0].Shape;
        bool fits = shape.Rank == Target.Rank;
        for (int axis = 0; fits && axis < shape.Rank; axis++)
            fits = shape[axis] == Target[axis] || shape[axis] == 1;
        return fits ? (inputs[0].DType, Target)
            : throw Misfit("broadcast", $"{shape} does not stretch to {Target}; extents must be equal or 1");
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) => [g.SumTo(x[0].Shape)];

    public override string ToString() => $"broadcast{Target}";
}

/// <summary>A block of the input: Lengths elements from Starts on, per dimension.</summary>
internal sealed record SliceOp(Shape Starts, Shape Lengths) : MovementOp(true)
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        Shape shape = inputs[0].Shape;
        bool fits = Starts.Rank == shape.Rank && Lengths.Rank == shape.Rank;
        for (int axis = 0; fits && axis < shape.Rank; axis++)
            fits = Starts[axis] + Lengths[axis] <= shape[axis];
        return fits ? (inputs[0].DType, Lengths)
            : throw Misfit("slice", $"{Lengths} elements from {Starts} on reach outside {shape}");
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g)
    {
        Shape shape = x[0].Shape;
        return [g.Pad(Starts, [.. shape.Select((extent, axis) => extent - Starts[axis] - Lengths[axis])])];
    }

    public override string ToString() => $"slice{Starts}+{Lengths}";
}

/// <summary>Reverses one dimension.</summary>
internal sealed record FlipOp(int Axis) : MovementOp(true)
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs) => (inputs[0].DType, inputs[0].Shape);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) => [g.Flip(Axis)];

    public override string ToString() => $"flip {Axis}";
}

/// <summary>The same value for a reader far behind it: what is computed from it belongs to that reader and not to the value's group.</summary>
internal sealed record LateOp() : MovementOp(true)
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs) => (inputs[0].DType, inputs[0].Shape);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) => [g];

    public override string ToString() => "late";
}

/// <summary>Surrounds the input with zeros.</summary>
internal sealed record PadOp(Shape Low, Shape High) : MovementOp(false)
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        Shape shape = inputs[0].Shape;
        if (Low.Rank != shape.Rank || High.Rank != shape.Rank)
            throw Misfit("pad", $"{Low} and {High} do not name every dimension of {shape}");
        return (inputs[0].DType, [.. shape.Select((extent, axis) => extent + Low[axis] + High[axis])]);
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) => [g.Slice(Low, x[0].Shape)];

    public override string ToString() => $"pad{Low}{High}";
}

/// <summary>Joins the inputs along one dimension.</summary>
internal sealed record ConcatOp(int Axis) : MovementOp(false)
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs)
    {
        Shape first = inputs[0].Shape;
        int total = 0;
        foreach (Node input in inputs)
        {
            if (input.DType != inputs[0].DType || input.Shape.Rank != first.Rank || input.Shape.With(Axis, first[Axis]) != first)
                throw Misfit("concat", $"{input.DType}{input.Shape} does not join {inputs[0].DType}{first} along dimension {Axis}");
            total += input.Shape[Axis];
        }
        return (inputs[0].DType, first.With(Axis, total));
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g)
    {
        int start = 0;
        return [.. x.Select(part =>
        {
            Tensor piece = g.Slice(Axis, start, part.Shape[Axis]);
            start += part.Shape[Axis];
            return piece;
        })];
    }

    public override string ToString() => $"concat {Axis}";
}
