using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Reference;

/// <summary>A step of the reference backend. Variables are read and written in their own precision.</summary>
internal sealed class ReferenceStep : Compiled
{
    private readonly StepGraph graph;
    private readonly Dictionary<Node, ReferenceValue> inputs = [];
    private readonly ReferenceValue[] outputs;

    public ReferenceStep(Plan plan)
    {
        graph = plan.Graph;
        foreach (Node leaf in graph.Nodes().Where(node => node.Op is InputOp))
            inputs[leaf] = new ReferenceValue(leaf.Shape, leaf.DType);
        outputs = [.. graph.Outputs.Select(node => new ReferenceValue(node.Shape, node.DType))];
        Inputs = inputs.ToDictionary(entry => ((InputOp)entry.Key.Op).Name, entry => (StepValue)entry.Value);
    }

    public override IReadOnlyDictionary<string, StepValue> Inputs { get; }

    public override IReadOnlyList<StepValue> Outputs => outputs;

    public override void Run()
    {
        var evaluator = new Evaluator(leaf => leaf.Op switch
        {
            InputOp => inputs[leaf].Values,
            VariableOp variable => Read(variable.Variable),
            _ => throw new InvalidOperationException($"{leaf} has no value outside its loop"),
        });
        for (int i = 0; i < outputs.Length; i++)
            outputs[i].Values = evaluator.Evaluate(graph.Outputs[i]);
        double[][] updated = [.. graph.Updates.Select(update => evaluator.Evaluate(update.Value))];
        for (int i = 0; i < updated.Length; i++)
            Write(graph.Updates[i].Target, updated[i]);
    }

    public override StepFootprint Footprint => throw NoPlan();

    public override PlanProfile Profile(int runs) => throw NoPlan();

    private static NotSupportedException NoPlan() =>
        new("the reference backend evaluates node by node and has no plan to profile: use Backend.Cpu");

    private static double[] Read(Variable variable) => variable.DType switch
    {
        DType.F32 => [.. variable.Read<float>().Select(x => (double)x)],
        DType.I32 => [.. variable.Read<int>().Select(x => (double)x)],
        _ => [.. variable.Read<byte>().Select(x => (double)x)],
    };

    private static void Write(Node target, double[] values)
    {
        if (target.Op is SliceOp slice)
        {
            double[] whole = Read(((VariableOp)target.Inputs[0].Op).Variable);
            values.CopyTo(whole, slice.Starts[0]);
            (target, values) = (target.Inputs[0], whole);
        }
        Variable variable = ((VariableOp)target.Op).Variable;
        switch (variable.DType)
        {
            case DType.F32:
                variable.Write<float>(Array.ConvertAll(values, x => (float)x));
                break;
            case DType.I32:
                variable.Write<int>(Array.ConvertAll(values, x => (int)x));
                break;
            default:
                variable.Write<byte>(Array.ConvertAll(values, x => (byte)x));
                break;
        }
    }

    public override string ToString() => graph.ToString();
}

/// <summary>Doubles, whatever the element type.</summary>
internal sealed class ReferenceValue(Shape shape, DType dtype) : StepValue(shape, dtype)
{
    public double[] Values { get; set; } = new double[shape.Size];

    public override void Write<T>(ReadOnlySpan<T> values)
    {
        CheckLength(values.Length);
        for (int i = 0; i < values.Length; i++)
            Values[i] = Convert.ToDouble(values[i], null);
    }

    public override void Read<T>(Span<T> values)
    {
        CheckLength(values.Length);
        for (int i = 0; i < values.Length; i++)
            values[i] = (T)Convert.ChangeType(Values[i], typeof(T), null);
    }

    public override float[] ToFloats() => Array.ConvertAll(Values, x => (float)x);

    public override float ToFloat() => (float)Values[0];
}
