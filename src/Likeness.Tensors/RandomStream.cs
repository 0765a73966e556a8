using System.Text;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors;

/// <summary>
/// A named sequence of random numbers. Its position is a variable, so a step that draws can be compiled once and run many
/// times, and a checkpoint resumes it exactly. A number is a pure function of (seed, name, step, draw, index).
/// </summary>
public sealed class RandomStream
{
    /// <summary>Starts the stream that belongs to a seed and a name.</summary>
    public RandomStream(ulong seed, string name)
    {
        // FNV-1a: names only need to fall on different keys, the same ones for ever.
        uint hash = 2166136261;
        foreach (byte b in Encoding.UTF8.GetBytes(name))
            hash = (hash ^ b) * 16777619;
        State = Variable.Of($"random/{name}", [4], [(int)(uint)seed, (int)((uint)(seed >> 32) ^ hash), 0, 0]);
    }

    /// <summary>I32[4]: two words of key, the step, the turn of a loop.</summary>
    public Variable State { get; }
}

/// <summary>Draws random tensors inside one step; each draw is independent of the others.</summary>
public sealed class RandomSource
{
    private const float NestingFactor = 65599;

    private readonly Tensor state;
    private readonly Ordinals ordinals;

    internal RandomSource(Tensor state)
        : this(state, new Ordinals())
    {
    }

    private RandomSource(Tensor state, Ordinals ordinals) => (this.state, this.ordinals) = (state, ordinals);

    /// <summary>A source outside compiled steps: the same seed and name give the same tensors.</summary>
    public static RandomSource Fixed(ulong seed, string name) => new(new RandomStream(seed, name).State.Value);

    /// <summary>Standard normal numbers.</summary>
    public Tensor Normal(Shape shape) => Draw(RandomKind.Normal, shape);

    /// <summary>Uniform numbers in [0, 1).</summary>
    public Tensor Uniform(Shape shape) => Draw(RandomKind.Uniform, shape);

    /// <summary>32 random bits an element (I32).</summary>
    public Tensor Bits(Shape shape) => Draw(RandomKind.Bits, shape);

    /// <summary>1 with the given probabilities, else 0 (F32).</summary>
    public Tensor Bernoulli(Tensor probabilities) => Uniform(probabilities.Shape).IsLess(probabilities);

    /// <summary>Integers from 0 to limit - 1 (I32). Exact to 24 bits: for limits up to 2^24.</summary>
    public Tensor Integers(Shape shape, int limit) => (Uniform(shape) * (float)limit).Floor().Cast(DType.I32);

    /// <summary>The source for one turn of a loop: draws made through it differ from turn to turn, also in loops inside loops.</summary>
    public RandomSource At(Tensor turn)
    {
        // Word 3 becomes word 3 * prime + turn + 1: (1, 2) and (2, 1) of two nested loops fall apart.
        Tensor last = Tensor.Iota([4]).IsEqual(Tensor.Scalar(3)).Cast(DType.I32);
        return new RandomSource((state * (1f + (NestingFactor - 1f) * last)) + ((turn + 1f) * last), ordinals);
    }

    private Tensor Draw(RandomKind kind, Shape shape) => new(new RandomOp(kind, ordinals.Next++, shape), state);

    private sealed class Ordinals
    {
        public int Next { get; set; }
    }
}
