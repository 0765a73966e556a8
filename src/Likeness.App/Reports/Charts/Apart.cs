namespace Likeness.App.Reports.Charts;

/// <summary>Keeps labels from lying on each other.</summary>
internal static class Apart
{
    /// <summary>
    /// Moves places, keeping their order, until neighbours are at least <paramref name="gap"/> apart inside [min, max]; when
    /// there is not enough room for all, they run over the lower end.
    /// </summary>
    public static double[] Place(double[] wanted, double gap, double min, double max)
    {
        var order = Enumerable.Range(0, wanted.Length).OrderBy(i => wanted[i]).ToArray();
        var placed = (double[])wanted.Clone();
        for (var (i, floor) = (0, min); i < order.Length; floor = placed[order[i]] + gap, i++)
            placed[order[i]] = Math.Max(placed[order[i]], floor);
        for (var (i, ceiling) = (order.Length - 1, max); i >= 0; ceiling = placed[order[i]] - gap, i--)
            placed[order[i]] = Math.Min(placed[order[i]], ceiling);
        // Pushed back above the upper end, too many labels for the room: start there and run over the other one.
        var over = order.Length == 0 ? 0 : Math.Max(0, min - placed[order[0]]);
        return [.. placed.Select(place => place + over)];
    }
}
