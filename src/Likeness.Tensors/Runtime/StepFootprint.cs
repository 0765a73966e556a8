namespace Likeness.Tensors.Runtime;

/// <summary>What a compiled step amounts to, counted from its plan: memory, and the work of one run.</summary>
public sealed class StepFootprint
{
    private readonly IReadOnlyCollection<NativeBuffer> variables;

    internal StepFootprint(long arenaBytes, long scratchBytes, Cost cost, IReadOnlyCollection<NativeBuffer> variables) =>
        (ArenaBytes, ScratchBytes, Cost, this.variables) = (arenaBytes, scratchBytes, cost, variables);

    /// <summary>Bytes of the arena, with those of loops' bodies.</summary>
    public long ArenaBytes { get; }

    /// <summary>Bytes of the memory that kernels share; the more threads, the more.</summary>
    public long ScratchBytes { get; }

    /// <summary>Bytes of the variables that the step reads and writes; those that lie in one block count as the block, once.</summary>
    public long VariableBytes => variables.Sum(memory => memory.Bytes);

    /// <summary>The cost of one run. A loop whose turns a variable or a computation gives counts with those of the last run.</summary>
    public Cost Cost { get; }

    /// <summary>Bytes of several steps that run in turn: arena and scratch of the largest, and every variable once.</summary>
    public static long BytesOf(IReadOnlyCollection<StepFootprint> steps) =>
        steps.Max(step => step.ArenaBytes + step.ScratchBytes) + steps.SelectMany(step => step.variables).Distinct().Sum(memory => memory.Bytes);
}
