using System.Globalization;
using Likeness.Evaluation.Quality;
using Likeness.Formats;
using Likeness.Models;
using Likeness.Recipes;
using Likeness.Training;

namespace Likeness.Experiments.Features;

/// <summary>A feature network in one safetensors file: its weights, and as metadata all it takes to use them.</summary>
internal static class FeatureFile
{
    private const string NameKey = "likeness.features", RecipeKey = "recipe", ImagesKey = "images", ClassesKey = "classes", DataKey = "data";

    /// <summary>Keeps the network of a run.</summary>
    /// <exception cref="NotSupportedException">The run's model has no features.</exception>
    public static void Write(string path, string name, Run run)
    {
        if (run.Model is not IFeatures)
            throw new NotSupportedException($"{run.Recipe.Model} has no features to compare images by; train with jem");
        SafeTensors.Write(path, [.. Slots.OfModel(run.Model).Select(slot => slot.Capture())], new Dictionary<string, string>
        {
            [NameKey] = name,
            [RecipeKey] = run.Recipe.ToYaml(),
            [ImagesKey] = FormattableString.Invariant($"{run.Images.Height}x{run.Images.Width}x{run.Images.Channels}"),
            [ClassesKey] = string.Join('\n', run.ClassNames),
            [DataKey] = run.DataName,
        });
    }

    /// <summary>The network of a file.</summary>
    /// <exception cref="RunException">The file holds no features, or is damaged.</exception>
    public static FeatureNetwork Read(ReadOnlyMemory<byte> file, string path)
    {
        try
        {
            SafeTensorsContent content = SafeTensors.Read(file, path);
            if (!content.Metadata.TryGetValue(NameKey, out string? name))
                throw new FormatException("it holds no features");
            Recipe recipe = Recipe.Parse(content.Metadata[RecipeKey], path);
            int[] sizes = [.. content.Metadata[ImagesKey].Split('x').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
            var images = new ImageShape(sizes[0], sizes[1], sizes[2]);
            string[] classes = content.Metadata[ClassesKey].Split('\n');
            IModel model = ModelCatalog.Find(recipe.Model).Create(recipe.Settings, images, classes.Length);
            Slots.Restore(Slots.OfModel(model), content.Arrays);
            return new FeatureNetwork(name, Checkpoint.Hash(content.Arrays), images, (IFeatures)model, classes);
        }
        catch (Exception error) when (error is FormatException or DataFileException or KeyNotFoundException or RecipeException or ArgumentException or InvalidCastException)
        {
            throw new RunException($"features {path} cannot be used ({error.Message}): make them by likeness features train", error);
        }
    }
}
