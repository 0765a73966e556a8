namespace Likeness.Tensors.Runtime;

/// <summary>The steps between which a block of the arena is in use, both ends included.</summary>
internal readonly record struct Life(int First, int Last)
{
    public bool Overlaps(Life other) => First <= other.Last && other.First <= Last;

    public Life Union(Life other) => new(Math.Min(First, other.First), Math.Max(Last, other.Last));
}

/// <summary>When each block of the arena is in use. Parts count for the whole they belong to.</summary>
internal sealed class Lives
{
    private readonly Dictionary<PlanBuffer, Life> lives = [];

    public Lives(IReadOnlyList<PlanStep> steps, IEnumerable<PlanBuffer> buffers)
    {
        foreach (PlanBuffer buffer in buffers.Where(buffer => buffer.Pinned))
            Touch(buffer, new Life(0, steps.Count));
        for (int i = 0; i < steps.Count; i++)
            foreach (PlanBuffer buffer in steps[i].Touched)
                Touch(buffer, new Life(i, i));
    }

    public IReadOnlyCollection<PlanBuffer> Blocks => lives.Keys;

    public Life this[PlanBuffer buffer] => lives[buffer.Root];

    /// <summary>The most bytes that are in use at one step.</summary>
    public long Peak(int steps) => InUse(steps).Max();

    /// <summary>Bytes in use at every step, and after the last.</summary>
    public long[] InUse(int steps)
    {
        var bytes = new long[steps + 1];
        foreach ((PlanBuffer block, Life life) in lives)
            for (int step = life.First; step <= life.Last; step++)
                bytes[step] += block.Bytes;
        return bytes;
    }

    /// <summary>Puts a block into the place of another, whose life ends where this one's begins.</summary>
    public void Place(PlanBuffer later, PlanBuffer over)
    {
        lives[over.Root] = lives[over.Root].Union(lives[later]);
        lives.Remove(later);
        later.PartOf = (over, 0);
    }

    private void Touch(PlanBuffer buffer, Life life)
    {
        PlanBuffer root = buffer.Root;
        if (root.Residence == Residence.Arena)
            lives[root] = lives.TryGetValue(root, out Life known) ? known.Union(life) : life;
    }
}
