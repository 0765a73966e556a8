using Likeness.Tensors.Ops;

namespace Likeness.Tensors;

/// <summary>Reductions over axes; no axes means all of them. Reduced axes disappear unless they are kept with extent 1.</summary>
public sealed partial class Tensor
{
    /// <summary>Sum over axes.</summary>
    public Tensor Sum(ReadOnlySpan<int> axes, bool keepDims = false) => Reduce(Reduction.Sum, axes, keepDims);

    /// <summary>Sum of all elements, a scalar.</summary>
    public Tensor Sum() => Sum(AllAxes);

    /// <summary>Mean over axes.</summary>
    public Tensor Mean(ReadOnlySpan<int> axes, bool keepDims = false)
    {
        long count = 1;
        foreach (int axis in axes)
            count *= Shape[axis];
        return Sum(axes, keepDims) * (1f / count);
    }

    /// <summary>Mean of all elements, a scalar.</summary>
    public Tensor Mean() => Mean(AllAxes);

    /// <summary>Largest value over axes; ties share the gradient equally.</summary>
    public Tensor Max(ReadOnlySpan<int> axes, bool keepDims = false) => Reduce(Reduction.Max, axes, keepDims);

    /// <summary>Largest of all elements, a scalar.</summary>
    public Tensor Max() => Max(AllAxes);

    /// <summary>Index (I32) of the first largest value along an axis.</summary>
    public Tensor ArgMax(int axis) => Reduce(Reduction.ArgMax, [axis], false);

    /// <summary>Biased variance over axes: mean of squared distances from the mean.</summary>
    public Tensor Variance(ReadOnlySpan<int> axes, bool keepDims = false) => (this - Mean(axes, keepDims: true)).Square().Mean(axes, keepDims);

    /// <summary>Sums broadcast axes away: the transpose of broadcasting from a shape.</summary>
    internal Tensor SumTo(Shape shape)
    {
        int[] axes = [.. Enumerable.Range(0, Rank).Where(axis => shape[axis] == 1 && Shape[axis] != 1)];
        return axes.Length == 0 ? this : Sum(axes, keepDims: true);
    }

    /// <summary>The sum of this tensor over all processes of a distributed step; the identity on one.</summary>
    public Tensor AllReduce() => new(new AllReduceOp(), this);

    private int[] AllAxes => [.. Enumerable.Range(0, Rank)];

    private Tensor Reduce(Reduction kind, ReadOnlySpan<int> axes, bool keepDims)
    {
        int[] resolved = [.. axes.ToArray().Select(axis => Shape.Axis(axis)).Distinct().Order()];
        Tensor kept = resolved.Length == 0 ? this : new Tensor(new ReduceOp(kind, Shape.Create(resolved)), this);
        return keepDims ? kept : kept.Reshape([.. Enumerable.Range(0, Rank).Except(resolved).Select(axis => Shape[axis])]);
    }
}
