using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors;

/// <summary>
/// An immutable, lazily evaluated array: a handle on a node of a graph. Operations build nodes; nothing is computed until
/// <see cref="ToArray"/> is called or a step that contains the node runs. There is nothing to dispose.
/// </summary>
public sealed partial class Tensor
{
    internal Tensor(Node node) => Node = node;

    internal Tensor(Op op, params ReadOnlySpan<Tensor> inputs)
    {
        var nodes = new Node[inputs.Length];
        for (int i = 0; i < nodes.Length; i++)
            nodes[i] = inputs[i].Node;
        Node = new Node(op, nodes);
    }

    internal Node Node { get; }

    /// <summary>The extents, outermost first.</summary>
    public Shape Shape => Node.Shape;

    /// <summary>The element type.</summary>
    public DType DType => Node.DType;

    /// <summary>The number of dimensions.</summary>
    public int Rank => Shape.Rank;

    /// <summary>A scalar constant.</summary>
    public static Tensor Scalar(float value) => new(new ScalarOp(DType.F32, value));

    /// <summary>An integer scalar constant.</summary>
    public static Tensor Scalar(int value) => new(new ScalarOp(DType.I32, value));

    /// <summary>A float used where a tensor is expected is a scalar constant.</summary>
    public static implicit operator Tensor(float value) => Scalar(value);

    /// <summary>A constant array in row-major order; the values are copied.</summary>
    public static Tensor Of(ReadOnlySpan<float> values, Shape shape) => OfArray(DType.F32, values.ToArray(), shape);

    /// <inheritdoc cref="Of(ReadOnlySpan{float}, Shape)"/>
    public static Tensor Of(ReadOnlySpan<int> values, Shape shape) => OfArray(DType.I32, values.ToArray(), shape);

    /// <inheritdoc cref="Of(ReadOnlySpan{float}, Shape)"/>
    public static Tensor Of(ReadOnlySpan<byte> values, Shape shape) => OfArray(DType.U8, values.ToArray(), shape);

    /// <summary>A constant array of doubles, for the reference backend.</summary>
    public static Tensor Of(ReadOnlySpan<double> values, Shape shape) => OfArray(DType.F64, values.ToArray(), shape);

    private static Tensor OfArray(DType type, Array values, Shape shape) => values.Length == shape.Size
        ? new Tensor(new ArrayOp(type, shape, values))
        : throw new ArgumentException($"{values.Length} values do not fill shape {shape}, which has {shape.Size} elements");

    /// <summary>A constant of one value in every element.</summary>
    public static Tensor Full(Shape shape, float value) => Scalar(value).BroadcastTo(shape);

    /// <summary>Zeros (F32).</summary>
    public static Tensor Zeros(Shape shape) => Full(shape, 0);

    /// <summary>Ones (F32).</summary>
    public static Tensor Ones(Shape shape) => Full(shape, 1);

    /// <summary>Integers (I32) that count along one axis: element [.., i, ..] is i.</summary>
    public static Tensor Iota(Shape shape, int axis = 0) => new(new IotaOp(shape, shape.Axis(axis)));

    /// <summary>Evaluates on the default backend and copies the values out, as floats whatever the element type.</summary>
    public float[] ToArray() => Compiler.Evaluate(this);

    /// <summary>Evaluates a tensor of one element.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
    public float ToScalar() => Shape.Size == 1 ? ToArray()[0]
        : throw new InvalidOperationException($"ToScalar wants one element; this tensor has shape {Shape}. Reduce it first, or use ToArray");

    /// <summary>The operation, type and shape, for the debugger.</summary>
    public override string ToString() => Node.ToString();
}
