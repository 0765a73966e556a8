using Likeness.Tensors;

namespace Likeness.Bench.Workloads;

/// <summary>A batch of noise in a variable: what a step trains on.</summary>
internal static class RandomImages
{
    /// <summary>Uniform in [low, high).</summary>
    public static Tensor Between(float low, float high, Shape shape) =>
        Kept(((high - low) * RandomSource.Fixed(1, "images").Uniform(shape)) + low, shape);

    /// <summary>0 or 1 with equal probability.</summary>
    public static Tensor Binary(Shape shape) => Kept(RandomSource.Fixed(1, "images").Uniform(shape).IsLess(0.5f), shape);

    private static Tensor Kept(Tensor values, Shape shape) => Variable.Of("images", shape, values.ToArray()).Value;
}
