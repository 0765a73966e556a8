using Likeness.Models;
using Likeness.Recipes;

namespace Likeness.Tests.Models;

/// <summary>Any model of the catalogue in a size that a test can train: its own recipe with small layers and short chains.</summary>
internal static class SmallModel
{
    private static readonly string[] Sizes =
    [
        "architecture.hidden=12", "architecture.latent=4", "architecture.channels=[4, 8]",
        "architecture.layers=2", "architecture.couplings=3", "architecture.steps=2",
        "langevin.steps=3", "langevin.buffer=32", "autoencoder.channels=[4]", "autoencoder.hidden=6", "autoencoder.latent=2",
    ];

    public static Recipe Recipe(string name, params IEnumerable<string> settings)
    {
        Recipe recipe = RecipeCatalog.Load(name);
        return settings.Concat(Sizes.Where(size => recipe.Has(size[..size.IndexOf('=')]))).Reverse()
            .Aggregate(recipe, (changed, setting) => changed.Set(setting));
    }

    public static IModel Create(string name, ImageShape images, ulong seed, params IEnumerable<string> settings)
    {
        Recipe recipe = Recipe(name, settings).Set($"training.seed={seed}");
        return ModelCatalog.Find(name).Create(recipe.Settings, images, classes: 3);
    }
}
