using Likeness.Tensors;

namespace Likeness.Optim;

/// <summary>
/// What the averages of an optimizer have in common: the weights of a pixel that is black in nearly all images get no gradient for hundreds
/// of steps, and their averages decay until only a denormal number is left, which rounding keeps from ever becoming zero: 0.9 of the
/// fourth smallest is rounded to it again. Intel processors compute with those some tens of times slower.
/// </summary>
internal static class Moments
{
    // Far below what can move a parameter, and a learning rate away from the least normal number, 1.2e-38.
    private const float Least = 1e-30f;

    /// <summary>An average in which what is too small to matter is zero.</summary>
    public static Tensor WithoutTraces(Tensor average) => Tensor.Select(average.Abs().IsLess(Least), 0f, average);
}
