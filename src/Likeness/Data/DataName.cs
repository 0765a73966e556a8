using System.Globalization;

namespace Likeness.Data;

/// <summary>A data set's name taken apart: "glyphs:digits:14:first3:binary" is the base "glyphs", two choices, the first three classes and
/// a binarization.</summary>
internal sealed record DataName(string Base, IReadOnlyList<string> Choices, Binarization Binarization, int? FirstClasses = null)
{
    private const string First = "first";

    private static readonly Dictionary<string, Binarization> Binarizations = new()
    {
        ["binary"] = Binarization.Threshold,
        ["static"] = Binarization.Static,
        ["dynamic"] = Binarization.Dynamic,
    };

    /// <summary>The variants every grey set has.</summary>
    public static IReadOnlyList<string> BinaryVariants { get; } = [.. Binarizations.Keys];

    /// <summary>The variant every labelled set has: the first N classes, such as "first3".</summary>
    public const string ClassVariant = First + "N";

    /// <summary>The variant's word for the binarization, empty for none.</summary>
    public string BinarizationWord => Binarizations.FirstOrDefault(pair => pair.Value == Binarization).Key ?? "";

    /// <summary>Parses a catalogue name; whether its parts exist is for the set to say.</summary>
    public static DataName Parse(string text)
    {
        var parts = text.Trim().ToLowerInvariant().Split(':');
        string[] firsts = [.. parts[1..].Where(part => ClassesOf(part) is not null)];
        var (choices, binarization) = TakeBinarization(text, [.. parts[1..].Except(firsts)]);
        return firsts.Length > 1 ? throw TooMany(text, firsts) : new DataName(parts[0], choices, binarization, firsts.Select(ClassesOf).FirstOrDefault());
    }

    /// <summary>Parses a path, which may hold colons and capitals: only known variants at its end are taken off.</summary>
    public static DataName ParsePath(string text)
    {
        int colon = text.LastIndexOf(':');
        if (Path.Exists(text) || colon <= 0)
            return new DataName(text, [], Binarization.None);
        string last = text[(colon + 1)..];
        DataName rest = ParsePath(text[..colon]);
        if (Binarizations.TryGetValue(last, out var binarization))
            return rest.Binarization == Binarization.None ? rest with { Binarization = binarization } : throw TooMany(text, [rest.BinarizationWord, last]);
        if (ClassesOf(last) is { } count)
            return rest.FirstClasses is null ? rest with { FirstClasses = count } : throw TooMany(text, [$"{First}{rest.FirstClasses}", last]);
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
            throw TooMany(text, named);
        return ([.. parts.Except(named)], named.Length == 1 ? Binarizations[named[0]] : Binarization.None);
    }

    // "first3" is 3; what is no such word is null.
    private static int? ClassesOf(string part) => part.StartsWith(First, StringComparison.Ordinal)
        && int.TryParse(part[First.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : null;

    private static DataSourceException TooMany(string text, IEnumerable<string> words) =>
        new($"data set '{text}' asks for {string.Join(" and ", words)}: choose one of them");
}
