using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Backends.Reference;

/// <summary>Row-major walks over affine layouts.</summary>
internal static class Walk
{
    /// <summary>For every element in row-major order: its number and where the layout places it.</summary>
    public static IEnumerable<(long Flat, long Place)> Over(Layout layout)
    {
        var index = new int[layout.Shape.Rank];
        long place = layout.Offset;
        for (long flat = 0; flat < layout.Shape.Size; flat++)
        {
            yield return (flat, place);
            for (int axis = index.Length - 1; axis >= 0; axis--)
            {
                place += layout.Strides[axis];
                if (++index[axis] < layout.Shape[axis])
                    break;
                place -= layout.Strides[axis] * index[axis];
                index[axis] = 0;
            }
        }
    }
}

/// <summary>Views, padding and joining.</summary>
internal static class Movements
{
    public static double[] Apply(Node node, double[][] x) => node.Op switch
    {
        PadOp pad => Place(new double[node.Shape.Size], node.Shape, pad.Low, x[0], node.Inputs[0].Shape),
        ConcatOp concat => Join(node, concat, x),
        ReshapeOp or LateOp => x[0],
        _ => Read(x[0], Seen(node)),
    };

    private static Layout Seen(Node node)
    {
        Layout input = Layout.Contiguous(node.Inputs[0].Shape);
        return node.Op switch
        {
            PermuteOp op => input.Permute(op.Axes),
            BroadcastOp op => input.Broadcast(op.Target),
            SliceOp op => input.Slice(op.Starts, op.Lengths),
            FlipOp op => input.Flip(op.Axis),
            _ => throw new InvalidOperationException($"the reference backend does not know {node.Op}"),
        };
    }

    private static double[] Read(double[] x, Layout layout)
    {
        var y = new double[layout.Shape.Size];
        foreach ((long flat, long place) in Walk.Over(layout))
            y[flat] = x[place];
        return y;
    }

    private static double[] Place(double[] target, Shape shape, Shape starts, double[] x, Shape lengths)
    {
        foreach ((long flat, long place) in Walk.Over(Layout.Contiguous(shape).Slice(starts, lengths)))
            target[place] = x[flat];
        return target;
    }

    private static double[] Join(Node node, ConcatOp concat, double[][] x)
    {
        var y = new double[node.Shape.Size];
        int start = 0;
        for (int i = 0; i < x.Length; i++)
        {
            Shape part = node.Inputs[i].Shape;
            Place(y, node.Shape, Shape.Create(new int[part.Rank]).With(concat.Axis, start), x[i], part);
            start += part[concat.Axis];
        }
        return y;
    }
}
