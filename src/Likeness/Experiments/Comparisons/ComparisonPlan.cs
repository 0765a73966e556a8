using System.Globalization;
using System.Text;
using Likeness.Experiments.Studies;
using Likeness.Recipes;

namespace Likeness.Experiments.Comparisons;

/// <summary>What to compare: models under one budget on one data set, measured by one ruler. It becomes a study, a cell a model and seed.</summary>
public sealed record ComparisonPlan
{
    /// <summary>The name of the study that a comparison is.</summary>
    public const string Name = "comparison";

    /// <summary>One or two models of every family.</summary>
    public static IReadOnlyList<string> Representatives { get; } = ["rbm", "dbn", "vae", "gan", "wgan-gp", "realnvp", "ddpm", "jem"];

    /// <summary>The models, by name.</summary>
    public IReadOnlyList<string> Models { get; init; } = Representatives;

    /// <summary>The data set, by name or path.</summary>
    public required string Data { get; init; }

    /// <summary>How long each trains; null where <see cref="Steps"/> says it.</summary>
    public TimeSpan? Budget { get; init; }

    /// <summary>Training steps of each; null where <see cref="Budget"/> says it.</summary>
    public long? Steps { get; init; }

    /// <summary>How often each is trained, with seeds 1, 2, ..</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Settings that every model gets whose recipe has them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>How each model is measured: the settings of its evaluation.</summary>
    /// <param name="samples">How many samples.</param>
    /// <param name="quick">The short form.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Measuring(int samples, bool quick) =>
    [
        new("evaluation.samples", samples.ToString(CultureInfo.InvariantCulture)),
        new("evaluation.outliers", quick ? "500" : "1000"),
        new("evaluation.seconds", quick ? "60" : "90"),
    ];

    /// <summary>The study.</summary>
    /// <exception cref="RecipeException">There is no such model, or one is named twice.</exception>
    public Study ToStudy() => StudyYaml.Read(Yaml(), "comparison.yaml", quick: false);

    private string Yaml()
    {
        var text = new StringBuilder();
        void Line(string line) => text.Append(line).Append('\n');
        Line($"study: {Name}");
        Line($"title: {Quoted($"{Models.Count} models on {Data}")}");
        Line($"about: {Quoted(About)}");
        Line($"data: {Quoted(Data)}");
        Line($"seeds: [{string.Join(", ", Enumerable.Range(1, Seeds))}]");
        if (Budget is { } time)
            Line($"budget: {DurationText.Write(time)}");
        Line("pictures: [samples.png, trajectory.png]");
        Line("variants:");
        foreach (Recipe recipe in Models.Select(RecipeCatalog.Load))
            Line($"  - {{name: {recipe.Model}, model: {recipe.Model}{SettingsOf(recipe)}}}");
        Line("sweeps:");
        Line("  - name: All models");
        return text.ToString();
    }

    private string About => "Every model trains " + (Budget is { } time ? $"for {DurationText.Write(time)}" : Words(Steps, "training step"))
        + $" with {Words(Seeds, "seed")}, on the same images in the same order, by the recipe that comes with it.";

    private string SettingsOf(Recipe recipe)
    {
        string[] known = [.. AllSettings().Where(setting => recipe.Has(setting.Key)).Select(setting => $"{setting.Key}: {setting.Value}")];
        return known.Length == 0 ? "" : $", settings: {{{string.Join(", ", known)}}}";
    }

    private IEnumerable<KeyValuePair<string, string>> AllSettings() =>
        Steps is { } steps ? [KeyValuePair.Create("training.steps", steps.ToString(CultureInfo.InvariantCulture)), .. Settings] : Settings;

    private static string Words(long? count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {what}{(count == 1 ? "" : "s")}");

    // The only character that means something within single quotes is the quote.
    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
