using Likeness.Models;
using Likeness.Optim;
using Likeness.Tensors;

namespace Likeness.Training;

/// <summary>
/// The flat blocks that a model's parameters are packed into: those that the same phases move lie together, with their moving
/// average where one is wanted. Made once, before anything is compiled.
/// </summary>
internal sealed class ParameterBlocks
{
    private readonly List<ParameterBlock> blocks = [];

    public ParameterBlocks(IModel model, double ema)
    {
        Phase[] phases = [.. model.Stages.SelectMany(stage => stage.Phases)];
        if (phases.FirstOrDefault(phase => phase.Parameters.Count == 0) is { } idle)
            throw new ArgumentException($"phase {idle.Name} moves no parameters; name at least one");
        string MovedBy(Variable parameter) =>
            string.Join(',', Enumerable.Range(0, phases.Length).Where(i => phases[i].Parameters.Contains(parameter)));
        foreach (var together in phases.SelectMany(phase => phase.Parameters).Distinct().GroupBy(MovedBy))
        {
            Variable[] parameters = [.. together];
            Variable flat = Variable.Pack($"block/{blocks.Count}", parameters);
            blocks.Add(new ParameterBlock(parameters, flat, ema > 0 ? new Ema(flat, ema) : null));
        }
    }

    public IReadOnlyList<ParameterBlock> All => blocks;

    /// <summary>The blocks of a phase: together they are what it moves.</summary>
    public IReadOnlyList<ParameterBlock> Of(Phase phase) => blocks.FindAll(block => phase.Parameters.Contains(block.Parameters[0]));

    /// <summary>Exchanges the parameters and their averages; without averages, nothing.</summary>
    public void SwapAverages()
    {
        foreach (ParameterBlock block in blocks)
            block.Average?.Swap();
    }
}

/// <summary>Parameters that lie end to end in one flat variable.</summary>
internal sealed record ParameterBlock(IReadOnlyList<Variable> Parameters, Variable Flat, Ema? Average);
