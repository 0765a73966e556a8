using Likeness.Formats;
using Likeness.Recipes;
using Likeness.Training;

namespace Likeness.Experiments.Studies;

/// <summary>
/// The files of a study: its plan, the results, and a run folder a cell. A study may grow by cells; a cell that was begun keeps its settings.
/// </summary>
internal sealed class StudyFolder(string path)
{
    /// <summary>The file of the plan.</summary>
    public const string Plan = "study.yaml";

    private const string Failure = "failure.txt";

    private string PlanFile => File(Plan);

    public string ResultsFile => File("results.json");

    public string TableFile => File("results.csv");

    public string File(string name) => Path.Combine(path, name);

    public string FolderOf(StudyCell cell) => Path.Combine(path, "cells", cell.Name);

    /// <summary>Makes sure that the folder is free or holds this study with these settings.</summary>
    /// <exception cref="RunException">It holds something else, or another study.</exception>
    /// <exception cref="RecipeException">A cell was begun with another setting.</exception>
    public void Check(Study study, IReadOnlyList<StudyCell> cells)
    {
        if (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any())
            return;
        if (!System.IO.File.Exists(PlanFile))
            throw new RunException($"folder '{path}' is not empty and holds no study: choose another folder by --out");
        Study saved = StudyYaml.Read(System.IO.File.ReadAllText(PlanFile), PlanFile, study.IsQuick);
        if (saved.Name != study.Name)
            throw new RunException($"folder '{path}' holds study '{saved.Name}', not '{study.Name}': choose another folder by --out");
        if (saved.Budget != study.Budget)
            throw new RunException($"study '{study.Name}' in '{path}' began with {Budget(saved)}, not {Budget(study)}: choose another folder by --out");
        foreach (StudyCell cell in cells)
            if (new RunFolder(FolderOf(cell)) is { HasRecipe: true } run)
                Compare(cell, run.ReadRecipe(), study.Budget is not null);
    }

    /// <summary>Makes the folder and keeps the plan in it.</summary>
    /// <exception cref="RunException">It cannot be written.</exception>
    public void Prepare(Study study)
    {
        new RunFolder(path).Prepare(resume: true);
        AtomicFile.WriteAllText(PlanFile, study.Text);
    }

    /// <summary>What the disk tells of a cell.</summary>
    public StudyRow Row(StudyCell cell)
    {
        var run = new RunFolder(FolderOf(cell));
        if (run.IsFinished)
            return new StudyRow(cell, run.Path, CellStatus.Finished, SummaryReader.Read(run.SummaryFile));
        if (IsKept(cell))
            return new StudyRow(cell, run.Path, CellStatus.Failed, Problem: System.IO.File.ReadAllText(run.File(Failure)).Trim());
        return new StudyRow(cell, run.Path, run.HasRecipe ? CellStatus.Stopped : CellStatus.Waiting);
    }

    /// <summary>Remembers that a cell diverged: the same settings would do it again.</summary>
    public void KeepFailure(StudyCell cell, string problem) => AtomicFile.WriteAllText(Path.Combine(FolderOf(cell), Failure), problem + "\n");

    /// <summary>True when a failure of the cell is remembered.</summary>
    public bool IsKept(StudyCell cell) => System.IO.File.Exists(Path.Combine(FolderOf(cell), Failure));

    private static string Budget(Study study) => study.Budget is { } time ? $"a budget of {DurationText.Write(time)}" : "no budget";

    // What the run itself resolved, a batch cut to a small set or the steps of a budget, is no other setting.
    private void Compare(StudyCell cell, Recipe saved, bool hasBudget)
    {
        if (saved.Model != cell.Recipe.Model)
            throw new RecipeException($"cell '{cell.Name}' in '{path}' is of model '{saved.Model}', the study asks for '{cell.Recipe.Model}': choose another folder by --out");
        foreach (string key in cell.Recipe.Keys.Where(key =>
            saved[key] != cell.Recipe[key] && !WasCut(key, saved, cell.Recipe) && !(hasBudget && key == "training.steps")))
            throw new RecipeException($"cell '{cell.Name}' in '{path}' began with {key} '{saved[key]}', the study asks for '{cell.Recipe[key]}': choose another folder by --out");
    }

    private static bool WasCut(string key, Recipe saved, Recipe asked) =>
        key == "training.batch" && saved.Settings.Int(key) < asked.Settings.Int(key) && !saved.Overrides.Contains($"{key}={saved[key]}");
}
