using Likeness.Recipes;
using Likeness.Training;

namespace Likeness.Experiments.Features;

/// <summary>Makes features: trains a classifier, and keeps its weights in a file that samples can be measured by anywhere.</summary>
public static class FeatureTraining
{
    private static readonly string[] Settings = ["objective.energy=none", "data.augment=shift", "training.epochs=12", "training.batch=128"];

    /// <summary>
    /// What is trained: the network of <c>jem</c> by cross-entropy alone. The features are its last convolution's channels. Images are
    /// shifted, so that it does not know training images better than others: their distance from test images would be large.
    /// </summary>
    /// <exception cref="RecipeException">The name of the data cannot be kept in a recipe.</exception>
    public static Recipe Recipe(string data) => Settings.Aggregate(RecipeCatalog.Load("jem").Set("data.set", data), (recipe, setting) => recipe.Set(setting));

    /// <summary>Writes the weights of a finished run into a file in its folder, named after the features, and returns its path.</summary>
    /// <exception cref="RunException">The folder holds no finished run.</exception>
    public static string Save(string folder, string name)
    {
        Run run = Run.Open(folder);
        if (!run.Finished)
            throw new RunException($"run '{folder}' has not finished training: go on with it by --resume");
        string path = Path.Combine(folder, $"{name}.safetensors");
        FeatureFile.Write(path, name, run);
        return path;
    }
}
