using Likeness.Tensors;

namespace Likeness.Nn;

/// <summary>Linear layers with an activation between them, none after the last: [.., first size] to [.., last size].</summary>
public sealed class Mlp : ILayer
{
    private readonly Linear[] layers;
    private readonly Func<Tensor, Tensor> activation;

    /// <summary>Makes the layers <c>0</c>, <c>1</c>, .. of a scope.</summary>
    /// <param name="scope">Where the layers live.</param>
    /// <param name="sizes">Extents of the last axis from input to output; at least two.</param>
    /// <param name="activation">A name of <see cref="Activations"/>.</param>
    /// <exception cref="ArgumentException">There are fewer than two sizes, or one is not positive.</exception>
    public Mlp(Scope scope, IReadOnlyList<int> sizes, string activation = "relu")
    {
        if (sizes.Count < 2 || sizes.Any(size => size < 1))
            throw new ArgumentException($"layer sizes [{string.Join(", ", sizes)}] must be positive, and at least two");
        this.activation = Activations.Named(activation);
        layers = [.. Enumerable.Range(0, sizes.Count - 1).Select(i => new Linear(scope[i], sizes[i], sizes[i + 1]))];
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor x, Pass pass) => Apply(x);

    /// <summary>Applies the layers.</summary>
    public Tensor Apply(Tensor x) =>
        layers.Skip(1).Aggregate(layers[0].Apply(x), (value, layer) => layer.Apply(activation(value)));
}
