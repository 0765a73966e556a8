using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Boltzmann;

/// <summary>How often each unit is on in the data, a running mean over training: where annealing begins.</summary>
/// <param name="scope">Where <c>mean</c> [units] lives.</param>
/// <param name="units">How many there are.</param>
internal sealed class UnitMeans(Scope scope, int units)
{
    // Over about a hundred batches.
    private const float Rate = 0.01f;
    private readonly Variable mean = scope.Kept("mean", [units], Initializers.Constant(0.5));

    /// <summary>[units].</summary>
    public Tensor Value => mean.Value;

    /// <summary>The objective of a step that also sees units [n, units].</summary>
    public Objective Tracked(Objective objective, Tensor seen) => objective with
    {
        Assignments = [.. objective.Assignments, new Assignment(mean, mean.Value + (Rate * (seen.Mean([0]) - mean.Value)))],
    };
}
