using Likeness.Tensors;

namespace Likeness.Nn;

/// <summary>A learned vector for each index: I32 [..] to [.., size].</summary>
public sealed class Embedding
{
    private readonly Variable table;

    /// <summary>Makes the layer; by default standard normal vectors.</summary>
    public Embedding(Scope scope, int count, int size, Initializer? weights = null) =>
        table = scope.Parameter("weight", [count, size], weights ?? Initializers.Normal(1));

    /// <summary>The vectors of indices; those outside the table are clamped to it.</summary>
    public Tensor Apply(Tensor indices) => table.Value.Gather(indices);
}
