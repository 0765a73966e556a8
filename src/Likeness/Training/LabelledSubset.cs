using Likeness.Data;

namespace Likeness.Training;

/// <summary>The images whose labels a training may see: as many of each class as can be, drawn by the seed.</summary>
internal static class LabelledSubset
{
    /// <exception cref="ArgumentException">There are no labels, or fewer images than asked for.</exception>
    public static ImageSet Of(ImageSet set, int count, ulong seed)
    {
        if (!set.HasLabels)
            throw new ArgumentException($"{set.Name} has no labels: training.labels cannot be {count}");
        if (count > set.Count)
            throw new ArgumentException($"training.labels is {count} and {set.Name} has {set.Count} images; use at most that, or 0 for all");
        var order = new int[set.Count];
        DataOrder.Permute(order, seed, stage: -1, epoch: 0);
        int[] labels = set.Labels.ToArray();
        // The first of every class, then the second of every class, and so on.
        var taken = order.GroupBy(i => labels[i]).SelectMany(ofClass => ofClass.Select((index, turn) => (index, turn, ofClass.Key)))
            .OrderBy(image => image.turn).ThenBy(image => image.Key).Take(count);
        return set.Subset([.. taken.Select(image => image.index)]);
    }
}
