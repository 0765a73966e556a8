namespace Likeness.Recipes;

/// <summary>Every model: the presets that come with the library, each with the class that its name stands for.</summary>
public static class ModelCatalog
{
    private static readonly string[] Families =
        ["Boltzmann machines", "Autoencoders", "Adversarial networks", "Normalizing flows", "Diffusion", "Energy-based models"];

    /// <summary>All models, family by family.</summary>
    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        .. RecipeCatalog.Names.Select(name => ModelEntry.Of(RecipeCatalog.Load(name)))
            .OrderBy(entry => Array.IndexOf(Families, entry.Card.Family)).ThenBy(entry => entry.Name, StringComparer.Ordinal),
    ];

    /// <summary>The model of a name.</summary>
    /// <exception cref="RecipeException">There is none; the message suggests the nearest.</exception>
    public static ModelEntry Find(string name) => ModelEntry.Of(RecipeCatalog.Load(name));
}
