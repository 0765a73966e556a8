using Likeness.Tensors.Passes;

namespace Likeness.Tensors.Runtime;

/// <summary>
/// Orders groups so that memory is freed early: of those that can run, the one that takes least, after what it frees, comes
/// next. Gradients of weights then follow at once when their layer's gradient is known, and branches are finished one by one.
/// </summary>
internal sealed class FrugalOrder
{
    private readonly Dictionary<Group, PlanBuffer[]> touched;
    private readonly Dictionary<PlanBuffer, int> uses = [];
    private readonly HashSet<PlanBuffer> alive = [];

    private FrugalOrder(IReadOnlyDictionary<Group, PlanStep> steps, IEnumerable<PlanBuffer> kept)
    {
        touched = steps.ToDictionary(entry => entry.Key, entry => Blocks(entry.Value.Touched));
        foreach (PlanBuffer block in touched.Values.SelectMany(blocks => blocks).Concat(Blocks(kept)))
            uses[block] = uses.GetValueOrDefault(block) + 1;
    }

    /// <summary>An order of the groups; each comes after those it needs.</summary>
    /// <param name="steps">The groups with what they read and write.</param>
    /// <param name="kept">Buffers that are read after the last group.</param>
    /// <param name="lateFirst">Of equals, the one that is later in the graph comes first: of two branches, the other one.</param>
    public static IReadOnlyList<Group> Run(IReadOnlyDictionary<Group, PlanStep> steps, IEnumerable<PlanBuffer> kept, bool lateFirst) =>
        new FrugalOrder(steps, kept).Run(lateFirst);

    private List<Group> Run(bool lateFirst)
    {
        var waiting = touched.Keys.ToDictionary(group => group, group => group.Needs.Count);
        ILookup<Group, Group> users = touched.Keys.SelectMany(group => group.Needs.Select(need => (need, group)))
            .ToLookup(pair => pair.need, pair => pair.group);
        List<Group> ready = [.. touched.Keys.Where(group => waiting[group] == 0)], order = [];
        while (ready.Count > 0)
        {
            Group next = ready.MinBy(group => (Growth(group), lateFirst ? -group.Order : group.Order))!;
            ready.Remove(next);
            ready.AddRange(users[next].Where(user => --waiting[user] == 0));
            order.Add(next);
            Count(next);
        }
        return order;
    }

    private static PlanBuffer[] Blocks(IEnumerable<PlanBuffer> buffers) =>
        [.. buffers.Select(buffer => buffer.Root).Where(root => root is { Residence: Residence.Arena, Pinned: false }).Distinct()];

    // Bytes in use after the group less those before.
    private long Growth(Group group) =>
        touched[group].Sum(block => (alive.Contains(block) ? 0 : block.Bytes) - (uses[block] == 1 ? block.Bytes : 0));

    private void Count(Group group)
    {
        foreach (PlanBuffer block in touched[group])
        {
            alive.Add(block);
            uses[block]--;
        }
    }
}
