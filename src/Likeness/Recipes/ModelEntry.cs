using Likeness.Models;

namespace Likeness.Recipes;

/// <summary>A model of the catalogue: what to say of it, and how to make it from a recipe.</summary>
/// <param name="Name">How it is called on the command line; the name of its preset.</param>
/// <param name="Description">One line.</param>
/// <param name="Family">The family in words.</param>
/// <param name="Paper">Where it comes from.</param>
/// <param name="Capabilities">What it can do: sample, likelihood, encode, classify, energy, refine.</param>
/// <param name="NeedsLabels">True when it cannot be trained on data without classes.</param>
public sealed record ModelEntry(
    string Name, string Description, string Family, string Paper, IReadOnlyList<string> Capabilities, bool NeedsLabels)
{
    private static readonly (Type Type, string Word)[] Words =
    [
        (typeof(ISampler), "sample"), (typeof(IRefiner), "refine"), (typeof(IAutoencoder), "encode"),
        (typeof(ILikelihood), "likelihood"), (typeof(IClassifier), "classify"), (typeof(IEnergy), "energy"),
    ];

    private Func<ModelRequest, IModel> Make { get; init; } = null!;

    /// <summary>A row of the catalogue for a model of type <typeparamref name="T"/>.</summary>
    internal static ModelEntry Of<T>(
        string name, string description, string family, string paper, Func<ModelRequest, T> make, bool needsLabels = false)
        where T : IModel => new(name, description, family, paper, WordsOf(typeof(T)), needsLabels) { Make = request => make(request) };

    /// <summary>Makes the model that a recipe describes, for images of a size and a number of classes.</summary>
    /// <exception cref="RecipeException">A setting is of the wrong kind or out of range, or does not fit the data.</exception>
    public IModel Create(SettingsReader settings, ImageShape images, int classes)
    {
        if (NeedsLabels && classes < 2)
            throw new RecipeException($"model '{Name}' learns classes, and the data has {(classes == 0 ? "no labels" : "one class")}: choose labelled data (data.set), such as glyphs");
        try
        {
            return Make(new ModelRequest(settings, images, classes, (ulong)settings.Long("training.seed", 0)));
        }
        catch (ArgumentException error)
        {
            throw new RecipeException($"model '{Name}' cannot be made for images of {images.Height}x{images.Width}x{images.Channels}: {error.Message}", error);
        }
    }

    private static string[] WordsOf(Type model) => [.. Words.Where(word => word.Type.IsAssignableFrom(model)).Select(word => word.Word)];
}

/// <summary>What a model is made from.</summary>
internal sealed record ModelRequest(SettingsReader Settings, ImageShape Images, int Classes, ulong Seed);
