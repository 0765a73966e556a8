using Likeness.Evaluation;
using Likeness.Recipes;

namespace Likeness.Experiments;

/// <summary>Reads how to evaluate from a recipe: its section <c>evaluation</c>, where it has one.</summary>
internal static class EvaluationSettings
{
    public const int MostDraws = 1_000_000;

    /// <summary>The options; every value is checked.</summary>
    /// <exception cref="RecipeException">A value is of the wrong kind or out of range.</exception>
    public static EvaluationOptions Read(SettingsReader settings)
    {
        var usual = new EvaluationOptions();
        int Known(string key, int least, int most, int otherwise) => settings.Has(key) ? settings.Int(key, least, most) : otherwise;
        return new EvaluationOptions(
            Known("evaluation.importance", 0, MostDraws, usual.Importance),
            Known("evaluation.images", 0, int.MaxValue, usual.Images),
            Known("evaluation.annealing_chains", 2, MostDraws, usual.Chains),
            Known("evaluation.annealing_temperatures", 100, 10_000_000, usual.Temperatures),
            Known("evaluation.samples", 0, MostDraws, usual.Samples),
            Known("evaluation.levels", 0, MostDraws, usual.Levels),
            Known("evaluation.outliers", 0, MostDraws, usual.Outliers),
            settings.Has("evaluation.seconds") ? settings.Real("evaluation.seconds", 0, 1e9) : usual.Seconds);
    }
}
