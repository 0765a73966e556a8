using Likeness.Models;

namespace Likeness.Recipes;

/// <summary>A model of the catalogue: what to say of it, and how to make it from a recipe.</summary>
/// <param name="Name">How it is called on the command line; the name of its preset.</param>
/// <param name="Card">What its preset says of it.</param>
/// <param name="Capabilities">What it can do: sample, refine, encode, likelihood, classify, energy, condition.</param>
public sealed record ModelEntry(string Name, ModelCard Card, IReadOnlyList<string> Capabilities)
{
    private static readonly (Type Type, string Word)[] Words =
    [
        (typeof(ISampler), "sample"), (typeof(IRefiner), "refine"), (typeof(IAutoencoder), "encode"),
        (typeof(ILikelihood), "likelihood"), (typeof(IClassifier), "classify"), (typeof(IEnergy), "energy"),
        (typeof(IConditional), "condition"),
    ];

    private Func<ModelRequest, IModel> Make { get; init; } = null!;

    /// <summary>The model of a preset.</summary>
    internal static ModelEntry Of(Recipe preset)
    {
        (Type type, Func<ModelRequest, IModel> make) = ModelRegistry.Find(preset.Model)
            ?? throw new InvalidOperationException($"recipe '{preset.Model}' has no model: its class must add itself to {nameof(ModelRegistry)}");
        return new ModelEntry(preset.Model, preset.Card, [.. Words.Where(word => word.Type.IsAssignableFrom(type)).Select(word => word.Word)]) { Make = make };
    }

    /// <summary>Makes the model that a recipe describes, for images of a size and a number of classes.</summary>
    /// <exception cref="RecipeException">A setting is of the wrong kind or out of range, or does not fit the data.</exception>
    public IModel Create(SettingsReader settings, ImageShape images, int classes)
    {
        if (Card.NeedsLabels && classes < 2)
            throw new RecipeException(
                $"model '{Name}' learns classes, and the data has {(classes == 0 ? "no labels" : "one class")}: choose labelled data (data.set), such as glyphs");
        if (images.IsPlane && !Card.TakesPoints)
        {
            IEnumerable<string> others = RecipeCatalog.Names.Where(name => RecipeCatalog.Load(name).Card.TakesPoints);
            throw new RecipeException($"model '{Name}' takes images, and the data are points of the plane: "
                + $"choose a set of images (data.set), or a model for points: {string.Join(", ", others)}");
        }
        try
        {
            return Make(new ModelRequest(settings, images, classes, (ulong)settings.Long("training.seed", 0)));
        }
        catch (ArgumentException error)
        {
            throw new RecipeException(
                $"model '{Name}' cannot be made for images of {images.Height}x{images.Width}x{images.Channels}: {error.Message}", error);
        }
    }
}

/// <summary>What a preset says of its model.</summary>
/// <param name="Title">Its name in words.</param>
/// <param name="Family">The family in words.</param>
/// <param name="Description">One line.</param>
/// <param name="Paper">Where it comes from.</param>
/// <param name="NeedsLabels">True when it cannot be trained on data without classes.</param>
/// <param name="TakesPoints">True when it can be trained on points of the plane too.</param>
public sealed record ModelCard(string Title, string Family, string Description, string Paper, bool NeedsLabels, bool TakesPoints = false)
{
    /// <summary>What it says of an image, or how it makes one, as a formula.</summary>
    public required string Formula { get; init; }

    /// <summary>What training minimises.</summary>
    public required string Learns { get; init; }

    /// <summary>What to choose it for.</summary>
    public required string GoodAt { get; init; }

    /// <summary>What not to choose it for.</summary>
    public required string BadAt { get; init; }
}
