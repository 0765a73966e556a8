using System.Globalization;
using Likeness.Tensors.Graph;

namespace Likeness.Tensors.Ops;

/// <summary>A node without inputs: where values enter a graph. It has no derivative of its own.</summary>
internal abstract record LeafOp(DType Type, Shape Shape) : Op
{
    public sealed override (DType, Shape) Infer(IReadOnlyList<Node> inputs) => (Type, Shape);

    public sealed override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) => [];
}

/// <summary>One number, known when the step is compiled.</summary>
internal sealed record ScalarOp(DType Type, double Value) : LeafOp(Type, Shape.Scalar)
{
    public override string ToString() => Value.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>An array known when the step is compiled; equal only to itself.</summary>
internal sealed record ArrayOp(DType Type, Shape Shape, Array Values) : LeafOp(Type, Shape)
{
    public override string ToString() => "array";
}

/// <summary>A value the caller gives at each run.</summary>
internal sealed record InputOp(string Name, DType Type, Shape Shape) : LeafOp(Type, Shape)
{
    public override string ToString() => $"input {Name}";
}

/// <summary>The value of a variable before the step.</summary>
internal sealed record VariableOp(Variable Variable) : LeafOp(Variable.DType, Variable.Shape)
{
    public override string ToString() => $"variable {Variable.Name}";
}

/// <summary>A value that a loop hands to its body; told apart by identity.</summary>
internal sealed record ParameterOp(object Identity, string Name, DType Type, Shape Shape) : LeafOp(Type, Shape)
{
    public override string ToString() => $"parameter {Name}";
}
