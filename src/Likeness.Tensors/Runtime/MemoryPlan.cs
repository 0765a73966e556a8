namespace Likeness.Tensors.Runtime;

/// <summary>Gives every arena buffer an offset, so that buffers alive at the same time do not overlap.</summary>
internal static class MemoryPlan
{
    /// <summary>Offsets and the arena itself are multiples of a cache line.</summary>
    public const int Alignment = 64;

    /// <summary>Assigns offsets and returns the size of the arena in bytes.</summary>
    public static long Assign(IReadOnlyList<PlanStep> steps, IReadOnlyList<PlanBuffer> buffers)
    {
        Dictionary<PlanBuffer, (int First, int Last)> lives = Lives(steps, buffers);
        var placed = new List<PlanBuffer>();
        long arena = 0;
        // Large buffers first, each at the lowest gap among those alive with it; ids break ties.
        foreach (PlanBuffer buffer in lives.Keys.OrderByDescending(buffer => buffer.Bytes).ThenBy(buffer => buffer.Id))
        {
            long offset = 0;
            foreach (PlanBuffer other in placed.Where(other => Overlap(lives[buffer], lives[other])).OrderBy(other => other.Offset))
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

    private static Dictionary<PlanBuffer, (int First, int Last)> Lives(IReadOnlyList<PlanStep> steps, IReadOnlyList<PlanBuffer> buffers)
    {
        var lives = new Dictionary<PlanBuffer, (int First, int Last)>();
        void Touch(PlanBuffer buffer, int step)
        {
            while (buffer.PartOf is var (whole, _))
                buffer = whole;
            if (buffer.Residence != Residence.Arena)
                return;
            (int first, int last) = lives.TryGetValue(buffer, out (int, int) life) ? life : (step, step);
            lives[buffer] = (Math.Min(first, step), Math.Max(last, step));
        }
        foreach (PlanBuffer buffer in buffers.Where(buffer => buffer.Pinned))
        {
            Touch(buffer, 0);
            Touch(buffer, steps.Count);
        }
        for (int i = 0; i < steps.Count; i++)
        {
            foreach (PlanView read in steps[i].Reads)
                Touch(read.Buffer, i);
            foreach (PlanBuffer written in steps[i].Writes)
                Touch(written, i);
        }
        return lives;
    }

    private static long OffsetOf(PlanBuffer buffer) =>
        buffer.PartOf is var (whole, offset) ? OffsetOf(whole) + offset : buffer.Offset;

    private static bool Overlap((int First, int Last) a, (int First, int Last) b) => a.First <= b.Last && b.First <= a.Last;

    private static long Round(long bytes) => (Math.Max(bytes, 1) + Alignment - 1) / Alignment * Alignment;
}
