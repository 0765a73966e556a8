using Likeness.Tensors;

namespace Likeness.Nn;

/// <summary>Activation functions by name, as recipes give them.</summary>
public static class Activations
{
    /// <summary>The names there are.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["relu", "leaky_relu", "swish", "tanh", "sigmoid", "gelu", "softplus", "linear"];

    /// <summary>The function of a name.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static Func<Tensor, Tensor> Named(string name) => name switch
    {
        "relu" => x => x.Relu(),
        "leaky_relu" => x => x.LeakyRelu(),
        "swish" => x => x.Swish(),
        "tanh" => x => x.Tanh(),
        "sigmoid" => x => x.Sigmoid(),
        "gelu" => x => x.Gelu(),
        "softplus" => x => x.Softplus(),
        "linear" => x => x,
        _ => throw new ArgumentException($"unknown activation '{name}'; use one of {string.Join(", ", Names)}"),
    };
}
