using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Passes;

/// <summary>Checks what every pass must keep: shapes that follow from the operations, updates that fit, no foreign parameters.</summary>
internal static class Verify
{
    public static StepGraph Run(StepGraph graph, string after)
    {
        foreach (Node node in graph.Nodes())
        {
            (DType type, Shape shape) = node.Op.Infer(node.Inputs);
            if (type != node.DType || shape != node.Shape)
                throw new InvalidOperationException($"after {after}: {node} should be {type}{shape}");
        }
        foreach (Update update in graph.Updates)
        {
            if (update.Target.Op is not (VariableOp or ParameterOp or SliceOp { Starts.Rank: 1 }))
                throw new InvalidOperationException($"after {after}: {update.Target} is not storage");
            if (update.Target.Shape != update.Value.Shape || update.Target.DType != update.Value.DType)
                throw new InvalidOperationException($"after {after}: {update.Target} cannot hold {update.Value}");
        }
        return graph;
    }
}
