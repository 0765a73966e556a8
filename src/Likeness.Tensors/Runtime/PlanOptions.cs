namespace Likeness.Tensors.Runtime;

/// <summary>What a plan may do; tests switch parts off and compare the bits.</summary>
/// <param name="Fuse">Compute several nodes in one step.</param>
/// <param name="NestLoops">Lay the arena of a loop's body into the memory that is free around the loop.</param>
/// <param name="Overwrite">Write results over values that die in the same step.</param>
/// <param name="Reorder">Let steps that free memory go first, where that lowers the peak.</param>
/// <param name="RecomputeAbove">Bytes of an arena from which on values are computed again instead of kept; small steps gain nothing.</param>
internal sealed record PlanOptions(
    bool Fuse = true, bool NestLoops = true, bool Overwrite = true, bool Reorder = true, long RecomputeAbove = 16 << 20)
{
    /// <summary>Everything on.</summary>
    public static PlanOptions Default { get; } = new();

    /// <summary>Nothing that saves memory.</summary>
    public static PlanOptions Plain { get; } = new(true, false, false, false, long.MaxValue);
}
