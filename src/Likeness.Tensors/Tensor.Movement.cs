using Likeness.Tensors.Ops;

namespace Likeness.Tensors;

/// <summary>Operations that move elements.</summary>
public sealed partial class Tensor
{
    /// <summary>The same elements in row-major order under another shape; one extent may be -1 and is worked out.</summary>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public Tensor Reshape(params ReadOnlySpan<int> extents)
    {
        int[] target = extents.ToArray();
        int free = Array.IndexOf(target, -1);
        if (free >= 0)
        {
            target[free] = 1;
            long rest = Shape.Create(target).Size;
            target[free] = rest == 0 ? 0 : (int)(Shape.Size / rest);
        }
        return Reshape(Shape.Create(target));
    }

    /// <summary>The same elements in row-major order under another shape.</summary>
    public Tensor Reshape(Shape shape) => shape == Shape ? this : new Tensor(new ReshapeOp(shape), this);

    /// <summary>Merges all dimensions from the given one on.</summary>
    public Tensor Flatten(int from = 1) => Reshape([.. Shape.Span[..from], (int)Shape.Slice(from, Rank - from).Size]);

    /// <summary>Reorders dimensions: dimension i of the result is dimension axes[i] of this.</summary>
    public Tensor Permute(params ReadOnlySpan<int> axes) => new(new PermuteOp(Shape.Create(axes)), this);

    /// <summary>Swaps the last two dimensions.</summary>
    public Tensor TransposeLast()
    {
        int[] axes = [.. Enumerable.Range(0, Rank)];
        (axes[^1], axes[^2]) = (axes[^2], axes[^1]);
        return Permute(axes);
    }

    /// <summary>Repeats dimensions of extent 1, and adds leading ones, to reach a shape.</summary>
    public Tensor BroadcastTo(Shape shape)
    {
        if (shape == Shape)
            return this;
        if (shape.Rank < Rank)
            throw new ArgumentException($"broadcast: {Shape} has more dimensions than {shape}");
        Tensor aligned = Reshape(Shape.Create([.. Enumerable.Repeat(1, shape.Rank - Rank), .. Shape.Span]));
        return shape == aligned.Shape ? aligned : new Tensor(new BroadcastOp(shape), aligned);
    }

    /// <summary>A block: lengths elements from starts on, per dimension.</summary>
    public Tensor Slice(Shape starts, Shape lengths) => new(new SliceOp(starts, lengths), this);

    /// <summary>A range of one dimension.</summary>
    public Tensor Slice(int axis, int start, int length)
    {
        axis = Shape.Axis(axis);
        if (start < 0 || length < 0 || start + length > Shape[axis])
            throw new ArgumentException($"slice: {length} elements from {start} on reach outside dimension {axis} of {Shape}");
        if (length == Shape[axis])
            return this;
        return Slice(Shape.Create(new int[Rank]).With(axis, start), Shape.With(axis, length));
    }

    /// <summary>Splits a dimension into equal parts.</summary>
    public Tensor[] Split(int axis, int parts)
    {
        int extent = Shape[axis] / parts;
        if (extent * parts != Shape[axis])
            throw new ArgumentException($"split: dimension {axis} of {Shape} is not divisible by {parts}");
        return [.. Enumerable.Range(0, parts).Select(part => Slice(axis, part * extent, extent))];
    }

    /// <summary>Reverses one dimension.</summary>
    public Tensor Flip(int axis) => new(new FlipOp(Shape.Axis(axis)), this);

    /// <summary>Surrounds the tensor with zeros: low before and high after, per dimension.</summary>
    public Tensor Pad(Shape low, Shape high) => new(new PadOp(low, high), this);

    /// <summary>Joins tensors along a dimension.</summary>
    public static Tensor Concat(int axis, params ReadOnlySpan<Tensor> parts)
    {
        if (parts.Length == 0)
            throw new ArgumentException("concat: wants at least one tensor");
        return parts.Length == 1 ? parts[0] : new Tensor(new ConcatOp(parts[0].Shape.Axis(axis)), parts);
    }

    /// <summary>Rows of this table: result[i...] = this[indices[i...]]. Indices (I32) are clamped to the table.</summary>
    public Tensor Gather(Tensor indices) => new(new GatherOp(), this, indices);

    /// <summary>Sums rows into zeros: result[indices[i...]] += updates[i...], always in the same order.</summary>
    public static Tensor ScatterAdd(int rows, Tensor indices, Tensor updates) => new(new ScatterAddOp(rows), indices, updates);

    /// <summary>The table with some rows replaced; of equal indices the last wins.</summary>
    public static Tensor RowUpdate(Tensor table, Tensor indices, Tensor rows) => new(new RowUpdateOp(), table, indices, rows);
}
