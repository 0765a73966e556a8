using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Passes;

namespace Likeness.Tensors.Runtime;

/// <summary>Decides whether an update can be written over the old value, and orders the readers of the old value before it.</summary>
internal static class InPlace
{
    public static bool TryOrder(Update update, Group writer, IReadOnlyList<Group> groups, Views views)
    {
        var earlier = new List<Group>();
        foreach (Group group in groups)
        {
            if (!Reads(group, update.Target, views))
                continue;
            if (group == writer ? !IsSafeInside(writer, update, views) : Depends(group, writer))
                return false;
            if (group != writer)
                earlier.Add(group);
        }
        writer.Needs.UnionWith(earlier);
        return true;
    }

    private static bool Reads(Group group, Node target, Views views) =>
        group.Nodes.Exists(node => node.Inputs.Any(input => Overlaps(views.Resolve(input), views.Resolve(target))));

    private static bool Overlaps((Node Source, Layout Layout) read, (Node Source, Layout Layout) target)
    {
        if (read.Source.Op is not VariableOp { Variable: var a } || target.Source.Op is not VariableOp { Variable: var b })
            return read.Source == target.Source;
        ((long first, long end), (long low, long high)) = (Bytes(a, read.Layout), Bytes(b, target.Layout));
        return a.Memory == b.Memory && first < high && low < end;
    }

    // The bytes of the variable's memory from the first to behind the last element that a layout reaches.
    private static (long First, long End) Bytes(Variable variable, Layout layout)
    {
        (long first, long last) = (layout.Offset, layout.Offset);
        for (int axis = 0; axis < layout.Shape.Rank; axis++)
        {
            long reach = layout.Strides[axis] * Math.Max(0, layout.Shape[axis] - 1);
            (first, last) = reach < 0 ? (first + reach, last) : (first, last + reach);
        }
        int size = variable.DType.Size();
        return (variable.Offset + (first * size), variable.Offset + ((last + 1) * size));
    }

    // Tile by tile, element i is read before it is written, in the epilogue of a product too; other orders would read new values,
    // and so would the product. A row update writes rows alone.
    private static bool IsSafeInside(Group writer, Update update, Views views)
    {
        if (update.Value.Op is ReduceOp or ContractionOp)
            return false;
        bool rows = update.Value.Op is RowUpdateOp;
        (Node Source, Layout Layout) target = views.Resolve(update.Target);
        return writer.Nodes.TrueForAll(node => node.Inputs.Select((input, i) => (View: views.Resolve(input), Index: i)).All(read =>
            !Overlaps(read.View, target)
            || (read.View.Source == target.Source && read.View.Layout.IsContiguous && read.View.Layout.Offset == target.Layout.Offset
                && read.View.Layout.Shape.Size == target.Layout.Shape.Size && (writer.Count >= 0 ? node.Op is not ContractionOp : rows && read.Index == 0))));
    }

    private static bool Depends(Group group, Group on)
    {
        var seen = new HashSet<Group>();
        var stack = new Stack<Group>([group]);
        while (stack.TryPop(out Group? next))
        {
            if (next == on)
                return true;
            if (seen.Add(next))
                foreach (Group need in next.Needs)
                    stack.Push(need);
        }
        return false;
    }
}
