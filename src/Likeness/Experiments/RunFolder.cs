using Likeness.Data;
using Likeness.Formats;
using Likeness.Recipes;
using Likeness.Training;

namespace Likeness.Experiments;

/// <summary>The files of a run.</summary>
internal sealed class RunFolder(string path)
{
    public string Path { get; } = path;

    public string RecipeFile => File("recipe.yaml");

    public string SummaryFile => File("summary.json");

    // Between the end of training and that of its evaluation: no clock value is part of a checkpoint.
    public string TimeFile => File("training-time.txt");

    public string CheckpointFile => TrainingJournal.CheckpointPath(Path);

    public bool HasRecipe => System.IO.File.Exists(RecipeFile);

    public bool IsFinished => System.IO.File.Exists(SummaryFile);

    private bool IsRun => HasRecipe || IsFinished || System.IO.File.Exists(CheckpointFile) || System.IO.File.Exists(File("metrics.jsonl"));

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes the folder ready to write into, before any work is done.</summary>
    /// <exception cref="RunException">It holds a run already, or cannot be written.</exception>
    public void Prepare(bool resume)
    {
        if (IsRun && !resume)
            throw new RunException($"folder '{Path}' holds a run already: go on with it by --resume, or choose another folder by --out");
        string probe = File(".write-probe");
        try
        {
            Directory.CreateDirectory(Path);
            System.IO.File.WriteAllBytes(probe, []);
            System.IO.File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new RunException($"folder '{Path}' cannot be written ({error.Message.TrimEnd('.')}): choose another folder by --out", error);
        }
    }

    /// <summary>The saved recipe.</summary>
    /// <exception cref="RunException">There is none: the folder is no run.</exception>
    public Recipe ReadRecipe() => HasRecipe ? Recipe.Parse(System.IO.File.ReadAllText(RecipeFile), RecipeFile)
        : throw new RunException($"'{Path}' is no run folder (it has no recipe.yaml): give the folder that 'train' made, such as runs/vae-glyphs-s1");

    public void WriteRecipe(Recipe recipe) => AtomicFile.WriteAllText(RecipeFile, recipe.ToYaml());

    /// <summary>What checkpoints say of the data, so that a run can be opened without it.</summary>
    public static Dictionary<string, string> Facts(Recipe recipe, DataSet data) => new()
    {
        ["model"] = recipe.Model,
        ["data"] = data.Name,
        ["data checksum"] = data.Checksum,
        ["images"] = FormattableString.Invariant($"{data.Height}x{data.Width}x{data.Channels}"),
        ["classes"] = string.Join('\n', data.ClassNames),
    };
}
