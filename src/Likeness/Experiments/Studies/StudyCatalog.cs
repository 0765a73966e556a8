using Likeness.Data;
using Likeness.Recipes;

namespace Likeness.Experiments.Studies;

/// <summary>The studies that come with the library, and those that a user declares in a file.</summary>
public static class StudyCatalog
{
    private const string Prefix = "study/", Suffix = ".yaml";

    /// <summary>The names of the studies that come with the library, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(StudyCatalog).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length]).Order(StringComparer.Ordinal)];

    /// <summary>All of them, in their long form.</summary>
    public static IReadOnlyList<Study> All => [.. Names.Select(name => Load(name, quick: false))];

    /// <summary>A study by name, or by the path of a YAML file.</summary>
    /// <param name="name">A name of <see cref="Names"/>, or a path that ends in .yaml or .yml.</param>
    /// <param name="quick">Read the short form.</param>
    /// <exception cref="RecipeException">There is no such study (the message suggests the nearest), or its file is wrong.</exception>
    public static Study Load(string name, bool quick)
    {
        if (Path.GetExtension(name).ToLowerInvariant() is ".yaml" or ".yml")
            return File.Exists(name) ? StudyYaml.Read(File.ReadAllText(name), name, quick)
                : throw new RecipeException($"study '{name}' does not exist: check the path");
        string wanted = name.Trim().ToLowerInvariant();
        if (!Names.Contains(wanted))
            throw new RecipeException($"unknown study '{name}'{EditDistance.Suggest(name, Names)}; known: {string.Join(", ", Names)}, or the path of a .yaml file");
        using Stream stream = typeof(StudyCatalog).Assembly.GetManifestResourceStream(Prefix + wanted + Suffix)!;
        using var reader = new StreamReader(stream);
        return StudyYaml.Read(reader.ReadToEnd(), wanted + Suffix, quick);
    }

    /// <summary>The study that a folder was begun with, in its long form; null where there is none.</summary>
    /// <exception cref="RecipeException">Its file is damaged.</exception>
    public static Study? Saved(string folder) => Path.Combine(folder, StudyFolder.Plan) is var file && File.Exists(file)
        ? StudyYaml.Read(File.ReadAllText(file), file, quick: false) : null;
}
