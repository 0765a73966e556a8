using Likeness.Tensors;

namespace Likeness.Optim;

/// <summary>Which optimizer, and its constants; those of the others are ignored.</summary>
/// <param name="Name">One of <see cref="Names"/>.</param>
/// <param name="Momentum">sgd: momentum, 0 for none.</param>
/// <param name="Nesterov">sgd: Nesterov's form of momentum.</param>
/// <param name="Beta1">adam, adamw: decay of the first moment.</param>
/// <param name="Beta2">adam, adamw, rmsprop: decay of the second moment.</param>
/// <param name="Epsilon">adam, adamw, rmsprop: added to the root of the second moment.</param>
/// <param name="WeightDecay">L2 penalty; decoupled from the gradient in adamw.</param>
public sealed record OptimizerOptions(
    string Name = "adam",
    double Momentum = 0,
    bool Nesterov = false,
    double Beta1 = 0.9,
    double Beta2 = 0.999,
    double Epsilon = 1e-8,
    double WeightDecay = 0)
{
    /// <summary>The optimizers there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sgd", "adam", "adamw", "rmsprop"];

    /// <summary>Makes the optimizer of one flat block of parameters.</summary>
    /// <exception cref="ArgumentException">The name is unknown or a constant out of range.</exception>
    public IOptimizer Create(Variable parameters) => Name switch
    {
        "sgd" => new Sgd(parameters, Momentum, Nesterov, WeightDecay),
        "adam" => new Adam(parameters, Beta1, Beta2, Epsilon, WeightDecay),
        "adamw" => new Adam(parameters, Beta1, Beta2, Epsilon, WeightDecay, decoupled: true),
        "rmsprop" => new RmsProp(parameters, Beta2, Epsilon, WeightDecay),
        _ => throw new ArgumentException($"unknown optimizer '{Name}'; use one of {string.Join(", ", Names)}"),
    };
}
