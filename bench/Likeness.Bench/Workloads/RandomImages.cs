using Likeness.Tensors;

namespace Likeness.Bench.Workloads;

/// <summary>A batch of noise in a variable: what a step trains on.</summary>
internal static class RandomImages
{
    /// <summary>Uniform in [low, high).</summary>
    public static Tensor Between(float low, float high, Shape shape) => Variable.Of(
        "images", shape, (((high - low) * RandomSource.Fixed(1, "images").Uniform(shape)) + low).ToArray()).Value;
}
