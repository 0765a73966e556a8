using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Runtime;

/// <summary>
/// Lets a fused step write a result over a value that nothing reads after it. Element i is read before it is written, so this is
/// sound when the step reads the dying value in order only, and both have elements of one width.
/// </summary>
internal static class Overwriting
{
    public static void Run(IReadOnlyList<PlanStep> steps, Lives lives)
    {
        for (int i = 0; i < steps.Count; i++)
            if (steps[i] is FusedStep step)
                foreach (TileStore store in step.Stores)
                    if (store.Target is { Residence: Residence.Arena, PartOf: null } target && lives[target].First == i
                        && step.Loads.FirstOrDefault(load => Gives(load, target, step, i, lives)).Buffer is { } dying)
                        lives.Place(target, dying);
    }

    // A block that was already given to another result of this step lives on, so it is not offered twice.
    private static bool Gives(PlanView load, PlanBuffer target, FusedStep step, int at, Lives lives) =>
        load.Buffer is { } dying && dying.Root != target && dying.Root.Residence == Residence.Arena
        && dying.DType.Size() == target.DType.Size() && dying.Bytes == target.Bytes && dying.Root.Bytes == target.Bytes
        && lives[dying].Last == at
        && step.Operands.All(operand => operand.Buffer.Root != dying.Root)
        && !step.Writes.Any(written => written != target && written.Root == dying.Root)
        && step.Loads.All(read => read.Buffer?.Root != dying.Root || (read.Layout.IsIdentity && !IsState(read, step)));

    // The state of random numbers is read whole for every element.
    private static bool IsState(PlanView load, FusedStep step)
    {
        int index = step.Loads.ToList().IndexOf(load);
        return step.Ops.Any(op => op.Node.Op is RandomOp && op.Operands[0] == index);
    }
}
