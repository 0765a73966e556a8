using Likeness.Data;
using Likeness.Recipes;
using Likeness.Training;

namespace Likeness.Experiments.Studies;

/// <summary>Tries whether a cell can be trained, without training: every setting is read, the model made, the data looked at.</summary>
internal static class CellCheck
{
    // What a step costs beside its products, in parameters.
    private const int Overhead = 20_000;

    /// <summary>How much work the cell is, in a measure of its own.</summary>
    /// <exception cref="RecipeException">A setting is of the wrong kind, out of range, or does not fit the data.</exception>
    public static double Work(StudyCell cell, DataSet data)
    {
        try
        {
            var setup = new RecipeSetup(cell.Recipe, data);
            TrainingOptions options = setup.Options;
            if (options.Labels > 0)
                LabelledSubset.Of(setup.Images, options.Labels, options.Seed);
            long parameters = setup.Model.Parameters.Sum(parameter => parameter.Shape.Size);
            return (double)Trainer.StepsOf(options, setup.Images.Count) * options.Batch * (parameters + Overhead);
        }
        catch (Exception error) when (error is RecipeException or ArgumentException)
        {
            throw new RecipeException($"cell '{cell.Title}' of the study: {error.Message}", error);
        }
    }

    /// <summary>Work of a cell that is finished, from what its summary says.</summary>
    public static double Work(Recipe recipe, RunSummary summary) =>
        (double)summary.Steps * recipe.Settings.Int("training.batch") * (summary.Parameters + Overhead);
}
