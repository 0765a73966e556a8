using Likeness.Data;

namespace Likeness.Recipes;

/// <summary>The presets that come with the library, one a model.</summary>
public static class RecipeCatalog
{
    private const string Prefix = "recipe/", Suffix = ".yaml";

    /// <summary>The names of the presets, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(RecipeCatalog).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length]).Order(StringComparer.Ordinal)];

    /// <summary>The preset of a model.</summary>
    /// <exception cref="RecipeException">There is none of that name; the message suggests the nearest.</exception>
    public static Recipe Load(string name)
    {
        string wanted = name.Trim().ToLowerInvariant();
        if (!Names.Contains(wanted))
            throw new RecipeException($"unknown model '{name}'{EditDistance.Suggest(name, Names)}; known: {string.Join(", ", Names)}");
        using Stream stream = typeof(RecipeCatalog).Assembly.GetManifestResourceStream(Prefix + wanted + Suffix)!;
        using var reader = new StreamReader(stream);
        return RecipeYaml.ReadPreset(reader.ReadToEnd(), wanted + Suffix);
    }
}
