namespace Likeness.Tensors.Runtime;

/// <summary>Where the time of a compiled step goes.</summary>
/// <param name="Steps">The steps of its plan, in order.</param>
public sealed record PlanProfile(IReadOnlyList<ProfiledStep> Steps)
{
    /// <summary>Seconds of a whole run, without clocks between its steps: the median.</summary>
    public required double Seconds { get; init; }

    /// <summary>FLOP/s that all threads together could reach: the best burst of multiply-adds of one thread seen between the runs,
    /// times the threads.</summary>
    public required double PeakFlops { get; init; }

    /// <summary>Bytes of the arena, with those of loops' bodies.</summary>
    public required long ArenaBytes { get; init; }

    /// <summary>Bytes of the memory that kernels share for packed operands, tiles and partial sums.</summary>
    public required long ScratchBytes { get; init; }

    /// <summary>Bytes that a run allocates on the managed heap: the least seen.</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>The cost of one run, the turns of loops included.</summary>
    public Cost Cost => Steps.Aggregate(default(Cost), (sum, step) => sum + step.Cost);
}

/// <summary>A step of a plan, with what one run of the whole plan spends on it.</summary>
/// <param name="Title">The step in one line.</param>
/// <param name="Text">The step as the plan prints it, all its operations included.</param>
/// <param name="Seconds">The median over the runs; in the body of a loop, all turns together.</param>
/// <param name="Cost">In the body of a loop, of all turns together.</param>
/// <param name="Turns">How often the body was run; 0 for what is no loop.</param>
/// <param name="Body">The steps of a loop's body.</param>
public sealed record ProfiledStep(string Title, string Text, double Seconds, Cost Cost, long Turns, IReadOnlyList<ProfiledStep> Body);
