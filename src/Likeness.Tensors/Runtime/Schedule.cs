using Likeness.Tensors.Passes;

namespace Likeness.Tensors.Runtime;

/// <summary>Orders groups so that each comes after those it needs, as near to the order of the graph as that allows.</summary>
internal static class Schedule
{
    public static IReadOnlyList<Group> Order(IReadOnlyList<Group> groups)
    {
        var waiting = groups.ToDictionary(group => group, group => group.Needs.Count);
        var users = groups.ToDictionary(group => group, _ => new List<Group>());
        foreach (Group group in groups)
            foreach (Group need in group.Needs)
                users[need].Add(group);
        var ready = new PriorityQueue<Group, int>();
        foreach (Group group in groups)
            if (waiting[group] == 0)
                ready.Enqueue(group, group.Order);
        var order = new List<Group>();
        while (ready.TryDequeue(out Group? next, out _))
        {
            order.Add(next);
            foreach (Group user in users[next])
                if (--waiting[user] == 0)
                    ready.Enqueue(user, user.Order);
        }
        return order.Count == groups.Count ? order
            : throw new InvalidOperationException($"{groups.Count - order.Count} groups of the plan wait for each other");
    }
}
