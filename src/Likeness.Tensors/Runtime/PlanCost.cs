using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Runtime;

/// <summary>Counts the cost of the steps of a plan.</summary>
internal static class PlanCost
{
    /// <summary>One run of a step; of a loop only what it does before the first turn.</summary>
    public static Cost Of(PlanStep step) => step switch
    {
        FusedStep fused => Fused(fused),
        OpStep op => Alone(op),
        LoopStep loop => new Cost(0, 0, loop.State.Sum(state => state.Bytes), loop.State.Sum(state => state.Bytes)),
        _ => new Cost(0, 0, step.Reads.Sum(Held), step.Writes.Sum(buffer => buffer.Bytes)),
    };

    private static Cost Fused(FusedStep step)
    {
        long operations = step.Count * (step.Ops.Count + step.Reductions.Count);
        var own = new Cost(0, operations, step.Reads.Sum(Held), step.Writes.Sum(buffer => buffer.Bytes));
        return step.Contraction is { } node ? own + Arithmetic(node) : own;
    }

    private static Cost Alone(OpStep step) => Arithmetic(step.Node) + step.Node.Op switch
    {
        ConcatOp => Joined(step),
        // Of a table only the rows that are named.
        GatherOp => new Cost(0, 0, step.Result.Bytes + Held(step.Operands[1]), step.Result.Bytes),
        RowUpdateOp when step.Operands[0].Buffer == step.Result =>
            new Cost(0, 0, Held(step.Operands[1]) + Held(step.Operands[2]), Held(step.Operands[2])),
        _ => new Cost(0, 0, step.Operands.Sum(Held), step.Result.Bytes),
    };

    private static Cost Arithmetic(Node node) => node.Op switch
    {
        ContractionOp op => new Cost(op.MultiplyAdds(node.Inputs, node.Shape), 0, 0, 0),
        ReduceOp => new Cost(0, node.Inputs[0].Shape.Size, 0, 0),
        ScatterAddOp => new Cost(0, node.Inputs[1].Shape.Size, 0, 0),
        _ => default,
    };

    // A part that was computed where it belongs is not copied.
    private static Cost Joined(OpStep step)
    {
        long offset = 0, copied = 0;
        for (int i = 0; i < step.Operands.Count; i++)
        {
            long bytes = step.Node.Inputs[i].Bytes;
            copied += step.Operands[i].Buffer.PartOf == (step.Result, offset) ? 0 : bytes;
            offset += bytes;
        }
        return new Cost(0, 0, copied, copied);
    }

    /// <summary>Bytes of the different elements that a view reads; the result that a product hands to its epilogue is not in memory.</summary>
    private static long Held(PlanView view)
    {
        long elements = 1;
        for (int axis = 0; axis < view.Layout.Shape.Rank; axis++)
            elements *= view.Layout.Strides[axis] == 0 ? Math.Min(1, view.Layout.Shape[axis]) : view.Layout.Shape[axis];
        return elements * view.Buffer.DType.Size();
    }
}
