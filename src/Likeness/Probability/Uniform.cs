using Likeness.Tensors;

namespace Likeness.Probability;

/// <summary>Independent coordinates between two bounds.</summary>
public sealed class Uniform
{
    private readonly float low, high;

    /// <summary>Makes the distribution on [low, high).</summary>
    /// <exception cref="ArgumentException">The interval is empty.</exception>
    public Uniform(float low, float high) => (this.low, this.high) = low < high ? (low, high)
        : throw new ArgumentException($"uniform: the interval [{low}, {high}) is empty");

    /// <summary>-d log(high - low) inside, -infinity outside: x [n, ..] gives [n], in nats.</summary>
    public Tensor LogDensity(Tensor x)
    {
        Tensor inside = x.IsLess(high) * (1f - x.IsLess(low));
        return Event.Sum(Tensor.Select(inside, -MathF.Log(high - low), float.NegativeInfinity));
    }

    /// <summary>Numbers of a shape.</summary>
    public Tensor Sample(Shape shape, RandomSource random) => low + ((high - low) * random.Uniform(shape));
}
