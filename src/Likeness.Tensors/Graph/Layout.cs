namespace Likeness.Tensors.Graph;

/// <summary>
/// An affine way to read a buffer: element [i, j, ..] of the shape lies at Offset + i Strides[0] + j Strides[1] + .. (in elements).
/// </summary>
internal sealed class Layout
{
    public Layout(Shape shape, long[] strides, long offset)
    {
        (Shape, Strides, Offset) = (shape, strides, offset);
    }

    public Shape Shape { get; }

    public long[] Strides { get; }

    public long Offset { get; }

    public static Layout Contiguous(Shape shape) => new(shape, shape.Strides(), 0);

    /// <summary>True when the elements in row-major order are the buffer's in order, from its start.</summary>
    public bool IsIdentity => Offset == 0 && IsContiguous;

    /// <summary>True when row-major order walks through memory one element at a time.</summary>
    public bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (int axis = Shape.Rank - 1; axis >= 0; axis--)
            {
                if (Shape[axis] != 1 && Strides[axis] != expected)
                    return false;
                expected *= Shape[axis];
            }
            return true;
        }
    }

    /// <summary>True when every element is the same one.</summary>
    public bool IsSplat => Strides.Zip(Shape).All(pair => pair.First == 0 || pair.Second == 1);

    /// <summary>The single stride that walks all leading dimensions of a stack of matrices, or null.</summary>
    public long? BatchStride
    {
        get
        {
            int rank = Shape.Rank - 2;
            (List<long> extents, List<long> strides) = new Layout(Shape.Slice(0, rank), Strides[..rank], 0).Collapse();
            return extents.Count switch { 0 => 0, 1 => strides[0], _ => null };
        }
    }

    public Layout Permute(Shape axes) =>
        new([.. axes.Select(axis => Shape[axis])], [.. axes.Select(axis => Strides[axis])], Offset);

    public Layout Broadcast(Shape target) =>
        new(target, [.. target.Select((extent, axis) => Shape[axis] == extent ? Strides[axis] : 0)], Offset);

    public Layout Slice(Shape starts, Shape lengths) =>
        new(lengths, Strides, Offset + starts.Select((start, axis) => start * Strides[axis]).Sum());

    public Layout Flip(int axis)
    {
        long[] strides = [.. Strides];
        strides[axis] = -strides[axis];
        return new Layout(Shape, strides, Offset + (Strides[axis] * Math.Max(0, Shape[axis] - 1)));
    }

    /// <summary>The same walk through memory under another shape, or null when no strides can express it.</summary>
    public Layout? Reshape(Shape target)
    {
        if (target.Size == 0)
            return new Layout(target, target.Strides(), Offset);
        (List<long> extents, List<long> strides) = Collapse();
        var result = new long[target.Rank];
        int axis = target.Rank - 1;
        // Both shapes are cut, innermost first, into runs of equal size; a run must lie inside one collapsed dimension.
        for (int source = extents.Count - 1; source >= 0; source--)
        {
            long left = extents[source], stride = strides[source];
            while (axis >= 0 && (left > 1 || target[axis] == 1))
            {
                if (left % target[axis] != 0)
                    return null;
                result[axis] = stride;
                stride *= target[axis];
                left /= target[axis];
                axis--;
            }
            if (left != 1)
                return null;
        }
        for (; axis >= 0; axis--)
            result[axis] = 0;
        return new Layout(target, result, Offset);
    }

    /// <summary>The fewest dimensions that express the same walk: neighbours that step evenly merge, extents of 1 vanish.</summary>
    public (List<long> Extents, List<long> Strides) Collapse()
    {
        List<long> extents = [], strides = [];
        for (int axis = 0; axis < Shape.Rank; axis++)
        {
            if (Shape[axis] == 1)
                continue;
            if (extents.Count > 0 && strides[^1] == Strides[axis] * Shape[axis])
                (extents[^1], strides[^1]) = (extents[^1] * Shape[axis], Strides[axis]);
            else
            {
                extents.Add(Shape[axis]);
                strides.Add(Strides[axis]);
            }
        }
        return (extents, strides);
    }

    public override string ToString() => IsIdentity ? Shape.ToString() : $"{Shape}@{Offset}+[{string.Join(", ", Strides)}]";
}
