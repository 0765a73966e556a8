using Likeness.Tensors;

namespace Likeness.Tests.Testing;

/// <summary>Grows a graph of random operations over tensors of awkward sizes; the same seed gives the same graph.</summary>
internal sealed class RandomGraph(int seed)
{
    private static readonly int[] Sizes = [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65];

    private readonly Random random = new(seed);
    private readonly List<Tensor> pool = [];

    /// <summary>Builds the graph over the given inputs and returns some of its values.</summary>
    public IReadOnlyList<Tensor> Grow(IReadOnlyList<Tensor> inputs, int operations)
    {
        pool.AddRange(inputs);
        for (int i = 0; i < operations; i++)
            pool.Add(Bounded(Next()));
        return [.. pool.Skip(inputs.Count).TakeLast(3), pool.Aggregate((Tensor)0f, (sum, x) => sum + x.Mean())];
    }

    public Shape Size(int rank) => Shape.Create([.. Enumerable.Range(0, rank).Select(_ => Sizes[random.Next(Sizes.Length)])]);

    // Keeps magnitudes where float and double stay comparable.
    private static Tensor Bounded(Tensor x) => x.Shape.Size > 40_000 ? x.Sum([0]).Tanh() : x;

    private Tensor Pick() => pool[random.Next(pool.Count)];

    private Tensor Next()
    {
        Tensor x = Pick();
        int rank = x.Rank, axis = rank == 0 ? 0 : random.Next(rank);
        switch (random.Next(16))
        {
            case 0: return x.Tanh();
            case 1: return x.Sigmoid() * x;
            case 2: return (x * 0.1f).Exp();
            case 3: return x.Softplus();
            case 4: return Like(x) + x;
            case 5: return Like(x) * x.Tanh();
            case 6: return Tensor.Maximum(x, Like(x));
            case 7: return Tensor.Select(x.IsLess(Like(x)), x.Sin(), 0.5f);
            case 8 when rank > 0: return x.Sum([axis], keepDims: random.Next(2) == 0) * (1f / x.Shape[axis]);
            case 9 when rank > 0: return x.Max([axis], keepDims: random.Next(2) == 0);
            case 10 when rank > 1: return x.Permute([.. Enumerable.Range(0, rank).OrderBy(_ => random.Next())]);
            case 11 when rank > 0: return x.Flip(axis);
            case 12 when rank > 0 && x.Shape[axis] > 1: return x.Slice(axis, 1, x.Shape[axis] - 1);
            case 13 when rank > 0: return Tensor.Concat(axis, x, x.Cos());
            case 14 when rank is 2 or 3: return x.MatMul(Weights(x.Shape[-1])) * (1f / x.Shape[-1]);
            case 15 when rank > 0: return x.Pad(Shape.Create(new int[rank]).With(axis, 2), Shape.Create(new int[rank]).With(axis, 1));
            default: return x.Reshape(-1).Softmax() * x.Shape.Size;
        }
    }

    // Another value of the graph brought to the shape of x, or a row that broadcasts to it.
    private Tensor Like(Tensor x)
    {
        Tensor other = Pick();
        if (other.Shape == x.Shape)
            return other;
        if (other.Shape.Size == x.Shape.Size)
            return other.Reshape(x.Shape);
        return x.Rank == 0 ? other.Mean() : Points.Constant([x.Shape[-1]], random.Next(1000));
    }

    private Tensor Weights(int k) => Points.Constant([k, Sizes[random.Next(Sizes.Length)]], random.Next(1000));
}
