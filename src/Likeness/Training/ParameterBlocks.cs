using Likeness.Models;
using Likeness.Optim;
using Likeness.Tensors;

namespace Likeness.Training;

/// <summary>
/// The flat blocks that a model's parameters are packed into: one for each list of parameters that some phase moves, with its
/// moving average where one is wanted. Made once, before anything is compiled.
/// </summary>
internal sealed class ParameterBlocks
{
    private readonly List<ParameterBlock> blocks = [];

    public ParameterBlocks(IModel model, double ema)
    {
        foreach (Phase phase in model.Stages.SelectMany(stage => stage.Phases))
            if (Find(phase) is null)
                blocks.Add(Pack(phase, ema));
    }

    public IReadOnlyList<ParameterBlock> All => blocks;

    /// <summary>The block of a phase.</summary>
    public ParameterBlock Of(Phase phase) => Find(phase)!;

    /// <summary>Exchanges the parameters and their averages; without averages, nothing.</summary>
    public void SwapAverages()
    {
        foreach (ParameterBlock block in blocks)
            block.Average?.Swap();
    }

    private ParameterBlock? Find(Phase phase) => blocks.Find(block => block.Parameters.SequenceEqual(phase.Parameters));

    private ParameterBlock Pack(Phase phase, double ema)
    {
        if (phase.Parameters.Count == 0)
            throw new ArgumentException($"phase {phase.Name} moves no parameters; name at least one");
        foreach (Variable parameter in phase.Parameters)
            if (blocks.Find(block => block.Parameters.Contains(parameter)) is { } other)
                throw new ArgumentException($"phase {phase.Name} and phase {other.Phase} both move {parameter.Name} but not the same parameters; give both the same list, or lists without a common member");
        Variable flat = Variable.Pack($"block/{blocks.Count}", phase.Parameters);
        return new ParameterBlock(phase.Name, phase.Parameters, flat, ema > 0 ? new Ema(flat, ema) : null);
    }
}

/// <summary>Parameters that lie end to end in one flat variable.</summary>
internal sealed record ParameterBlock(string Phase, IReadOnlyList<Variable> Parameters, Variable Flat, Ema? Average);
