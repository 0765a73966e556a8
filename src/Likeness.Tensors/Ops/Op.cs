using Likeness.Tensors.Graph;

namespace Likeness.Tensors.Ops;

/// <summary>A primitive: its shape rule and its derivative. What it computes is defined by the reference backend.</summary>
/// <remarks>Two operations that are equal and have the same inputs are the same value; the passes rely on it.</remarks>
internal abstract record Op
{
    /// <summary>The element type and shape of the result.</summary>
    /// <exception cref="ArgumentException">The inputs do not fit; the message names the operation and the shapes.</exception>
    public abstract (DType Type, Shape Shape) Infer(IReadOnlyList<Node> inputs);

    /// <summary>The gradient with respect to every input, written in primitives; null where there is none.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="y">The result.</param>
    /// <param name="g">The gradient with respect to the result, of its shape.</param>
    public abstract Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor g);

    protected static ArgumentException Misfit(string op, string problem) => new($"{op}: {problem}");

    public abstract override string ToString();
}
