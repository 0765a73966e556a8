using Likeness.Evaluation;
using Likeness.Recipes;

namespace Likeness.Experiments;

/// <summary>Reads how to evaluate from a recipe: its section <c>evaluation</c>, where it has one.</summary>
internal static class EvaluationSettings
{
    public const int MostDraws = 1_000_000;

    /// <summary>The options; every value is checked.</summary>
    /// <exception cref="RecipeException">A value is of the wrong kind or out of range.</exception>
    public static EvaluationOptions Read(SettingsReader settings) => !settings.Has("evaluation.importance") ? new() : new(
        settings.Int("evaluation.importance", 0, MostDraws), settings.Int("evaluation.images", 0));
}
