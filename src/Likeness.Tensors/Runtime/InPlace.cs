using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Passes;

namespace Likeness.Tensors.Runtime;

/// <summary>Decides whether an update can be written over the old value, and orders the readers of the old value before it.</summary>
internal sealed class InPlace(IReadOnlyList<Group> groups, Views views)
{
    private readonly (Extent Extent, Group Group)[] reads = [.. groups.SelectMany(group => group.Nodes.SelectMany(node => node.Inputs)
        .Select(views.Resolve).Where(read => read.Source.Op is LeafOp).Select(read => (Extent.Of(read), group))).Distinct()];

    public bool TryOrder(Update update, Group writer)
    {
        Extent target = Extent.Of(views.Resolve(update.Target));
        Group[] readers = [.. reads.Where(read => read.Extent.Overlaps(target)).Select(read => read.Group).Distinct()];
        if (!Array.TrueForAll(readers, group => group == writer ? IsSafeInside(writer, update) : !Depends(group, writer)))
            return false;
        writer.Needs.UnionWith(readers.Where(group => group != writer));
        return true;
    }

    // Tile by tile, element i is read before it is written, in the epilogue of a product too; other orders would read new values,
    // and so would the product. A row update writes rows alone.
    private bool IsSafeInside(Group writer, Update update)
    {
        if (update.Value.Op is ReduceOp or ContractionOp)
            return false;
        bool rows = update.Value.Op is RowUpdateOp;
        (Node Source, Layout Layout) target = views.Resolve(update.Target);
        return writer.Nodes.TrueForAll(node => node.Inputs.Select((input, i) => (View: views.Resolve(input), Index: i)).All(read =>
            !Extent.Of(read.View).Overlaps(Extent.Of(target))
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

    // The bytes of a variable's memory from the first to behind the last element that a layout reaches; all of any other leaf.
    private readonly record struct Extent(object Memory, long First, long End)
    {
        public static Extent Of((Node Source, Layout Layout) read)
        {
            if (read.Source.Op is not VariableOp { Variable: var variable })
                return new Extent(read.Source, 0, 1);
            (long first, long last) = (read.Layout.Offset, read.Layout.Offset);
            for (int axis = 0; axis < read.Layout.Shape.Rank; axis++)
            {
                long reach = read.Layout.Strides[axis] * Math.Max(0, read.Layout.Shape[axis] - 1);
                (first, last) = reach < 0 ? (first + reach, last) : (first, last + reach);
            }
            int size = variable.DType.Size();
            return new Extent(variable.Memory, variable.Offset + (first * size), variable.Offset + ((last + 1) * size));
        }

        public bool Overlaps(Extent other) => Memory == other.Memory && First < other.End && other.First < End;
    }
}
