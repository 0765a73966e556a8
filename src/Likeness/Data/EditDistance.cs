namespace Likeness.Data;

/// <summary>Finds the known name nearest to one that was mistyped.</summary>
internal static class EditDistance
{
    /// <summary>" (did you mean 'x'?)", or nothing when no name is near.</summary>
    public static string Suggest(string wrong, IEnumerable<string> known)
    {
        string? nearest = known.MinBy(name => Between(wrong.ToLowerInvariant(), name));
        bool near = nearest is not null && Between(wrong.ToLowerInvariant(), nearest) <= Math.Max(2, nearest.Length / 3);
        return near ? $" (did you mean '{nearest}'?)" : "";
    }

    /// <summary>The number of insertions, deletions, replacements and exchanges of neighbours from one word to the other
    /// (optimal string alignment).</summary>
    public static int Between(string a, string b)
    {
        int[] before = [], previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
            }
            (before, previous) = (previous, current);
        }
        return previous[b.Length];
    }
}
