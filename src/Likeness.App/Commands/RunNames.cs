using System.Globalization;

namespace Likeness.App.Commands;

/// <summary>Folders of runs that the user did not name: runs/vae-glyphs-s1, then runs/vae-glyphs-s1-2 and so on.</summary>
internal static class RunNames
{
    /// <summary>The name without a number: model, data and seed.</summary>
    public static string Stem(string model, string data, string seed) => $"{model}-{Plain(data)}-s{seed}";

    /// <summary>The name of a data set, or of its file, in characters that every disk takes.</summary>
    public static string Plain(string data)
    {
        bool isPath = data.IndexOfAny(['/', '\\']) >= 0 || File.Exists(data);
        string set = isPath ? Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(data)) : data;
        string plain = string.Concat(set.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
        return plain.Length > 0 ? plain : "data";
    }

    /// <summary>The first folder of the stem that does not exist yet.</summary>
    public static string Free(string parent, string stem) => Folders(parent, stem).First(folder => !Path.Exists(folder));

    /// <summary>The last folder of the stem that exists; the first of all when none does.</summary>
    public static string Latest(string parent, string stem) =>
        Folders(parent, stem).TakeWhile(Path.Exists).LastOrDefault() ?? Path.Combine(parent, stem);

    private static IEnumerable<string> Folders(string parent, string stem) => Enumerable.Range(1, int.MaxValue - 1)
        .Select(number => Path.Combine(parent, number == 1 ? stem : string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}")));
}
