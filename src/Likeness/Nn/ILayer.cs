using Likeness.Tensors;

namespace Likeness.Nn;

/// <summary>A map from tensors to tensors with parameters of its own.</summary>
public interface ILayer
{
    /// <summary>Applies the layer.</summary>
    Tensor Apply(Tensor x, Pass pass);
}

/// <summary>Layers and functions one after the other.</summary>
public sealed class Sequential(params ILayer[] layers) : ILayer
{
    /// <inheritdoc/>
    public Tensor Apply(Tensor x, Pass pass) => layers.Aggregate(x, (value, layer) => layer.Apply(value, pass));

    /// <summary>Applies the layers in evaluation.</summary>
    public Tensor Apply(Tensor x) => Apply(x, Pass.Evaluation);
}

/// <summary>A function without parameters as a layer: an activation, a reshape, a pooling.</summary>
public sealed class Lambda(Func<Tensor, Tensor> function) : ILayer
{
    /// <inheritdoc/>
    public Tensor Apply(Tensor x, Pass pass) => function(x);
}
