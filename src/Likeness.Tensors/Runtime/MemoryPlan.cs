namespace Likeness.Tensors.Runtime;

/// <summary>Gives every arena buffer an offset, so that buffers alive at the same time do not overlap.</summary>
internal static class MemoryPlan
{
    /// <summary>Offsets and the arena itself are multiples of a cache line.</summary>
    public const int Alignment = 64;

    /// <summary>Assigns offsets and returns the size of the arena in bytes.</summary>
    public static long Assign(IReadOnlyList<PlanStep> steps, IReadOnlyList<PlanBuffer> buffers, bool overwrite)
    {
        var lives = new Lives(steps, buffers);
        if (overwrite)
            Overwriting.Run(steps, lives);
        var placed = new List<PlanBuffer>();
        long arena = 0;
        // Large buffers first, each at the lowest gap among those alive with it; ids break ties.
        foreach (PlanBuffer buffer in lives.Blocks.OrderByDescending(buffer => buffer.Bytes).ThenBy(buffer => buffer.Id))
        {
            long offset = 0;
            foreach (PlanBuffer other in placed.Where(other => lives[buffer].Overlaps(lives[other])).OrderBy(other => other.Offset))
            {
                if (other.Offset >= offset + Round(buffer.Bytes))
                    break;
                offset = Math.Max(offset, other.Offset + Round(other.Bytes));
            }
            buffer.Offset = offset;
            placed.Add(buffer);
            arena = Math.Max(arena, offset + Round(buffer.Bytes));
        }
        foreach (PlanBuffer part in buffers)
            if (part.PartOf is not null)
                part.Offset = OffsetOf(part);
        return arena;
    }

    private static long OffsetOf(PlanBuffer buffer) =>
        buffer.PartOf is var (whole, offset) ? OffsetOf(whole) + offset : buffer.Offset;

    private static long Round(long bytes) => (Math.Max(bytes, 1) + Alignment - 1) / Alignment * Alignment;
}
