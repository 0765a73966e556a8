using Likeness.Tensors.Backends;
using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Passes;

namespace Likeness.Tensors.Runtime;

/// <summary>Compiles a step: a function over symbolic tensors, with updates of variables.</summary>
public static class Compiler
{
    /// <summary>Traces the function once and compiles what it built; the result runs as often as wanted.</summary>
    /// <param name="trace">Declares inputs and updates on the builder and returns the outputs.</param>
    /// <param name="backend">Where it runs; by default on all cores of the CPU.</param>
    public static Compiled Compile(Func<StepBuilder, IReadOnlyList<Tensor>> trace, Backend? backend = null)
    {
        var builder = new StepBuilder();
        StepGraph graph = builder.Finish(trace(builder));
        Compiled step = Compile(graph, backend);
        foreach (Node node in graph.Nodes())
            (node.Op as VariableOp)?.Variable.Bind();
        return step;
    }

    /// <summary>Evaluates one tensor now; nothing keeps the step, so its variables may still be packed.</summary>
    internal static float[] Evaluate(Tensor tensor)
    {
        Compiled step = Compile(new StepGraph([tensor.Node], []), Backend.Default);
        step.Run();
        float[] values = step.Outputs[0].ToFloats();
        step.Free();
        return values;
    }

    private static Compiled Compile(StepGraph graph, Backend? backend) =>
        (backend ?? Backend.Default).Compile(Lowering.Run(Pipeline.Run(graph)));
}
