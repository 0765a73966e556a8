using System.Globalization;
using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Runtime;

/// <summary>A step of a plan in one line that needs no other line to be understood: operations, shapes, and the variables it touches.</summary>
internal static class StepTitle
{
    public static string Of(PlanStep step) => step switch
    {
        FusedStep { Contraction: { } node } fused => $"{Applied(node, fused.Operands)}{Then(fused)}{Into(step)}",
        FusedStep fused => string.Create(CultureInfo.InvariantCulture, $"fused {fused.Count:#,0}: {Names(fused)}{Into(step)}"),
        OpStep op => Applied(op.Node, op.Operands) + Into(step),
        LoopStep loop => $"loop{Into(step)} with state {string.Join(", ", loop.State.Select(state => state.Origin.Shape))}",
        CopyStep copy => $"copy {Named(copy.Source.Buffer, copy.Source.Layout.Shape)}{Into(step)}",
        _ => step.ToString()!,
    };

    private static string Applied(Node node, IReadOnlyList<PlanView> operands) =>
        $"{node.Op} {string.Join(" x ", operands.Select((view, i) => Named(view.Buffer, node.Inputs[i].Shape)))} -> {node.Shape}";

    private static string Named(PlanBuffer buffer, Shape shape) => $"{VariableName(buffer)}{shape}";

    private static string Then(FusedStep step) => step.Ops.Count + step.Reductions.Count > 0 ? $" then {Names(step)}" : "";

    // "add x2, exp, sum": in the order in which they first appear.
    private static string Names(FusedStep step) => string.Join(", ", step.Ops.Select(op => op.Node.Op.ToString())
        .Concat(step.Reductions.Select(reduction => reduction.Kind.ToString().ToLowerInvariant()))
        .GroupBy(name => name)
        .Select(group => group.Count() == 1 ? group.Key : $"{group.Key} x{group.Count()}"));

    private static string Into(PlanStep step)
    {
        string[] names = [.. step.Writes.Select(VariableName).Where(name => name.Length > 0).Distinct()];
        return names.Length > 0 ? $" into {string.Join(", ", names)}" : "";
    }

    private static string VariableName(PlanBuffer buffer) => buffer.Origin.Op is VariableOp op ? op.Variable.Name : "";
}
