using Likeness.Tensors;

namespace Likeness.Optim;

/// <summary>Limits on a flat gradient.</summary>
public static class Clipping
{
    /// <summary>The gradient's Euclidean length, a scalar.</summary>
    public static Tensor Norm(Tensor gradient) => gradient.Square().Sum().Sqrt();

    /// <summary>Shortens the gradient to a length where it is longer (Pascanu et al. 2013).</summary>
    public static Tensor ByNorm(Tensor gradient, double limit) => gradient * Factor(limit, gradient);

    /// <summary>What shortens gradients to a length together where they are longer.</summary>
    public static Tensor Factor(double limit, params IReadOnlyList<Tensor> gradients)
    {
        Tensor squares = gradients.Select(gradient => gradient.Square().Sum()).Aggregate((a, b) => a + b);
        return Tensor.Minimum((float)limit / (squares.Sqrt() + 1e-6f), 1f);
    }

    /// <summary>Limits each element to [-limit, limit].</summary>
    public static Tensor ByValue(Tensor gradient, double limit) => gradient.Clamp(-(float)limit, (float)limit);
}
