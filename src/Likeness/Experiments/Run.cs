using System.Globalization;
using Likeness.Evaluation;
using Likeness.Models;
using Likeness.Recipes;
using Likeness.Tensors.Backends;
using Likeness.Training;

namespace Likeness.Experiments;

/// <summary>A trained run, opened to look at: its model with the weights loaded.</summary>
public sealed class Run
{
    private Run(string folder, Recipe recipe, ModelEntry entry, IModel model, Backend backend) =>
        (Folder, Recipe, Entry, Model, Backend) = (folder, recipe, entry, model, backend);

    /// <summary>The run folder.</summary>
    public string Folder { get; }

    /// <summary>The recipe that was trained.</summary>
    public Recipe Recipe { get; }

    /// <summary>The model's row in the catalogue.</summary>
    public ModelEntry Entry { get; }

    /// <summary>The model, with the averaged parameters where the recipe keeps an average.</summary>
    public IModel Model { get; }

    /// <summary>Where to compute.</summary>
    public Backend Backend { get; }

    /// <summary>The size of the images.</summary>
    public ImageShape Images => Model.Images;

    /// <summary>The names of the data's classes; empty without labels.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The data set that was trained on.</summary>
    public required string DataName { get; init; }

    /// <summary>True when the parameters are a moving average over training.</summary>
    public required bool Averaged { get; init; }

    /// <summary>True when training reached its end.</summary>
    public required bool Finished { get; init; }

    /// <summary>The class of a name, or of a number where no class has that name.</summary>
    /// <exception cref="NotSupportedException">The model cannot be asked for a class; the message says why in a line.</exception>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    public int ClassOf(string label)
    {
        if (ClassNames.Count == 0)
            throw new ArgumentException($"label '{label}': {DataName} has no classes; sample without --label");
        if (Sampling.WhyNoClass(Model) is { } why)
            throw new NotSupportedException(why);
        int named = ClassNames.ToList().IndexOf(label);
        if (named >= 0)
            return named;
        return int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < ClassNames.Count ? number
            : throw new ArgumentException($"label '{label}' is no class of {DataName}; its classes are {string.Join(", ", ClassNames)}");
    }

    /// <summary>Opens a run.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="threads">Threads to compute with; by default all cores.</param>
    /// <exception cref="RunException">The folder is no run, or its checkpoint is missing or damaged.</exception>
    public static Run Open(string folder, int? threads = null)
    {
        var files = new RunFolder(folder);
        Recipe recipe = files.ReadRecipe();
        Checkpoint checkpoint = Checkpoint.Read(files.CheckpointFile);
        try
        {
            return Open(folder, recipe, checkpoint, threads is { } n ? Backend.Cpu(n) : Backend.Default);
        }
        catch (Exception error) when (error is FormatException or KeyNotFoundException or OverflowException)
        {
            throw Checkpoint.Damaged(files.CheckpointFile, error);
        }
    }

    private static Run Open(string folder, Recipe recipe, Checkpoint checkpoint, Backend backend)
    {
        ModelEntry entry = ModelCatalog.Find(recipe.Model);
        string[] classes = checkpoint.Facts["classes"].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int[] sizes = [.. checkpoint.Facts["images"].Split('x').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        IModel model = entry.Create(recipe.Settings, new ImageShape(sizes[0], sizes[1], sizes[2]), classes.Length);
        return new Run(folder, recipe, entry, model, backend)
        {
            ClassNames = classes,
            DataName = checkpoint.Facts["data"],
            Averaged = checkpoint.LoadInto(model),
            Finished = checkpoint.State.Finished,
        };
    }
}
