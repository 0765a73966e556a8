using Likeness.Tensors.Graph;

namespace Likeness.Tensors.Ops;

/// <summary>An operation whose elements are functions of their own index: fused like elementwise ones.</summary>
internal abstract record SourceOp : Op;

/// <summary>Counts along one axis: element [.., i, ..] is i.</summary>
internal sealed record IotaOp(Shape Shape, int Axis) : SourceOp
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs) => (DType.I32, Shape);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) => [];

    public override string ToString() => $"iota {Axis}";
}

internal enum RandomKind
{
    /// <summary>In [0, 1), multiples of 2^-24.</summary>
    Uniform,

    /// <summary>Standard normal.</summary>
    Normal,

    /// <summary>32 random bits as I32.</summary>
    Bits,
}

/// <summary>
/// Counter-based random numbers (Philox 4x32-10): element i is a pure function of the state
/// (I32[4]: key, key, step, turn), the ordinal of the draw within its step, and i.
/// </summary>
internal sealed record RandomOp(RandomKind Kind, int Ordinal, Shape Shape) : SourceOp
{
    public override (DType, Shape) Infer(IReadOnlyList<Node> inputs) => inputs[0].DType == DType.I32 && inputs[0].Shape == [4]
        ? (Kind == RandomKind.Bits ? DType.I32 : DType.F32, Shape)
        : throw Misfit("random", $"wants a state of I32[4], got {inputs[0].DType}{inputs[0].Shape}");

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g) => [null];

    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()} #{Ordinal}";
}
