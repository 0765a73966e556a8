namespace Likeness.Tensors.Runtime;

/// <summary>What a plan may do; tests switch parts off and compare the bits.</summary>
/// <param name="Fuse">Compute several nodes in one step.</param>
/// <param name="NestLoops">Lay the arena of a loop's body into the memory that is free around the loop.</param>
internal sealed record PlanOptions(bool Fuse = true, bool NestLoops = true)
{
    /// <summary>Everything on.</summary>
    public static PlanOptions Default { get; } = new();
}
