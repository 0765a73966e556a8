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
        var placed = new List<(long Start, long End, Life Life)>();
        long arena = 0;
        // Large buffers first, each at the lowest gap among those alive with it; ids break ties.
        foreach (PlanBuffer buffer in lives.Blocks.OrderByDescending(buffer => buffer.Bytes).ThenBy(buffer => buffer.Id))
        {
            Life life = lives[buffer];
            long offset = 0, bytes = Round(buffer.Bytes);
            foreach ((long start, long end, Life other) in placed)
            {
                if (start >= offset + bytes)
                    break;
                if (other.Overlaps(life))
                    offset = Math.Max(offset, end);
            }
            buffer.Offset = offset;
            placed.Insert(placed.FindLastIndex(earlier => earlier.Start <= offset) + 1, (offset, offset + bytes, life));
            arena = Math.Max(arena, offset + bytes);
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
