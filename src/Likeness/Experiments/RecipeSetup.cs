using Likeness.Data;
using Likeness.Models;
using Likeness.Recipes;
using Likeness.Training;

namespace Likeness.Experiments;

/// <summary>What a recipe makes of a data set: the images to train on, the model for them, and the options.</summary>
internal sealed class RecipeSetup
{
    public RecipeSetup(Recipe recipe, DataSet data)
    {
        bool holdsOut = recipe.Settings.Bool("data.hold_out");
        Images = holdsOut ? data.RequireTrain() : data.TrainAll ?? data.RequireTrain();
        Validation = holdsOut ? data.Validation : null;
        Model = ModelCatalog.Find(recipe.Model)
            .Create(recipe.Settings, new ImageShape(data.Height, data.Width, data.Channels), data.ClassCount);
        // A preset's batch may be more than a small set has; the recipe that is saved says what was used.
        Recipe = recipe.Settings.Int("training.batch") <= Images.Count ? recipe
            : recipe.Resolve("training.batch", FormattableString.Invariant($"{Images.Count}"));
        if (Images.IsPoints && Recipe["data.augment"] != "none")
            throw new RecipeException($"data.augment is '{Recipe["data.augment"]}', and points of the plane cannot be varied: set it to none");
        Options = TrainingSettings.Read(Recipe.Settings) with { Binarize = data.Binarization == Binarization.Dynamic };
    }

    /// <summary>The recipe with what the data decided.</summary>
    public Recipe Recipe { get; }

    public ImageSet Images { get; }

    /// <summary>Images that are held out, or null.</summary>
    public ImageSet? Validation { get; }

    public IModel Model { get; }

    public TrainingOptions Options { get; }
}
