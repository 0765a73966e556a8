using Likeness.Tensors;

namespace Likeness.Nn;

/// <summary>
/// One forward pass through layers: says whether it trains or evaluates, gives dropout its randomness, and collects what
/// layers store besides gradients (running statistics).
/// </summary>
public sealed class Pass
{
    private readonly RandomSource? random;
    private readonly List<(Variable Variable, Tensor Value)> updates = [];

    private Pass(RandomSource? random) => this.random = random;

    /// <summary>A pass that evaluates: no dropout, running statistics read and left as they are.</summary>
    public static Pass Evaluation { get; } = new(null);

    /// <summary>True in training.</summary>
    public bool IsTraining => random is not null;

    /// <summary>The pass's randomness.</summary>
    /// <exception cref="InvalidOperationException">The pass evaluates.</exception>
    public RandomSource Random => random ?? throw new InvalidOperationException("a pass that evaluates draws nothing; begin one with Pass.Training(random)");

    /// <summary>What is to be stored at the end of the step.</summary>
    public IReadOnlyList<(Variable Variable, Tensor Value)> Updates => updates;

    /// <summary>A pass that trains.</summary>
    public static Pass Training(RandomSource random) => new(random);

    /// <summary>Stores a value at the end of the step; of several for one variable the last wins.</summary>
    /// <exception cref="InvalidOperationException">The pass evaluates.</exception>
    public void Store(Variable variable, Tensor value)
    {
        if (!IsTraining)
            throw new InvalidOperationException($"a pass that evaluates stores nothing, not {variable.Name}; begin one with Pass.Training(random)");
        updates.RemoveAll(update => update.Variable == variable);
        updates.Add((variable, value));
    }
}
