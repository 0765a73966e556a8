namespace Likeness.Data;

/// <summary>Counter-based integer hash (the SplitMix64 finaliser): a value is a pure function of a key and a counter,
/// so data sets are the same bits on any machine, in any order and on any number of threads.</summary>
internal static class CounterHash
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>64 well-mixed bits of (key, counter).</summary>
    public static ulong At(ulong key, ulong counter)
    {
        ulong z = key + (counter + 1) * Golden;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A key for a named stream: the FNV-1a hash of the name, mixed.</summary>
    public static ulong Key(string name)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in name)
            hash = (hash ^ c) * 1099511628211;
        return At(hash, 0);
    }
}
