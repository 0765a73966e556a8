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

    /// <summary>The Levenshtein distance: insertions, deletions and replacements from one word to the other.</summary>
    public static int Between(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (int i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            previous = current;
        }
        return previous[b.Length];
    }
}
