namespace Likeness.Data;

/// <summary>A data set's name taken apart: "glyphs:digits:14:binary" is the base "glyphs", two choices and a binarization.</summary>
internal sealed record DataName(string Base, IReadOnlyList<string> Choices, Binarization Binarization)
{
    private static readonly Dictionary<string, Binarization> Binarizations = new()
    {
        ["binary"] = Binarization.Threshold,
        ["static"] = Binarization.Static,
        ["dynamic"] = Binarization.Dynamic,
    };

    /// <summary>The variants every grey set has.</summary>
    public static IReadOnlyList<string> BinaryVariants { get; } = [.. Binarizations.Keys];

    /// <summary>The variant's word for the binarization, empty for none.</summary>
    public string BinarizationWord => Binarizations.FirstOrDefault(pair => pair.Value == Binarization).Key ?? "";

    /// <summary>Parses a catalogue name; whether its parts exist is for the set to say.</summary>
    public static DataName Parse(string text)
    {
        var parts = text.Trim().ToLowerInvariant().Split(':');
        var (choices, binarization) = TakeBinarization(text, parts[1..]);
        return new DataName(parts[0], choices, binarization);
    }

    /// <summary>Parses a path, which may hold colons and capitals: only a known binarization at its end is taken off.</summary>
    public static DataName ParsePath(string text)
    {
        int colon = text.LastIndexOf(':');
        if (!Path.Exists(text) && colon > 0 && Binarizations.TryGetValue(text[(colon + 1)..], out var binarization))
            return new DataName(text[..colon], [], binarization);
        return new DataName(text, [], Binarization.None);
    }

    /// <summary>True for what can only be a path: it has a separator or an array's extension, or it exists on disk.</summary>
    public static bool LooksLikePath(string text)
    {
        string path = ParsePath(text).Base;
        return path.AsSpan().IndexOfAny('/', '\\') >= 0 || path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) || Path.Exists(path);
    }

    private static (string[] Choices, Binarization Binarization) TakeBinarization(string text, string[] parts)
    {
        var named = parts.Where(Binarizations.ContainsKey).ToArray();
        if (named.Length > 1)
            throw new DataSourceException($"data set '{text}' asks for {string.Join(" and ", named)}: choose one of them");
        return ([.. parts.Except(named)], named.Length == 1 ? Binarizations[named[0]] : Binarization.None);
    }
}
