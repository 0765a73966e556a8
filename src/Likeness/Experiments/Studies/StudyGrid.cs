using Likeness.Recipes;

namespace Likeness.Experiments.Studies;

/// <summary>From a study to its cells. Places with the same model and the same settings are one cell.</summary>
public static class StudyGrid
{
    /// <summary>The cells in the order of the sweeps.</summary>
    /// <param name="study">The study.</param>
    /// <param name="changes">Settings of the user's, as key=value, for every cell whose model has the key.</param>
    /// <exception cref="RecipeException">A model or a setting does not exist.</exception>
    public static IReadOnlyList<StudyCell> Cells(Study study, IReadOnlyList<string> changes)
    {
        var cells = new List<StudyCell>();
        var known = new Dictionary<string, int>();
        var used = new HashSet<string>();
        foreach (CellPlace place in study.Sweeps.SelectMany(Places))
            foreach (string seed in study.Seeds)
            {
                Recipe recipe = RecipeOf(study, place, seed, changes, used);
                string identity = string.Join('\n', [recipe.Model, .. recipe.Keys.Select(key => $"{key}={recipe[key]}")]);
                if (known.TryGetValue(identity, out int index))
                    cells[index] = Also(cells[index], place);
                else
                {
                    known.Add(identity, cells.Count);
                    cells.Add(new StudyCell(NameOf(place, seed, cells), recipe, [place]));
                }
            }
        if (changes.FirstOrDefault(change => !used.Contains(change)) is { } idle)
            throw new RecipeException($"--set {idle}: no model of study '{study.Name}' has that setting");
        return cells;
    }

    private static StudyCell Also(StudyCell cell, CellPlace place) =>
        cell.Places.Contains(place) ? cell : cell with { Places = [.. cell.Places, place] };

    private static IEnumerable<CellPlace> Places(StudySweep sweep) => sweep.Variants
        .SelectMany(variant => Combinations(sweep.Axes), (variant, values) => (variant, values))
        .Select((place, order) => new CellPlace(sweep, place.variant, place.values, order));

    private static IEnumerable<AxisValue[]> Combinations(IEnumerable<StudyAxis> axes) => axes.Aggregate<StudyAxis, IEnumerable<AxisValue[]>>(
        [[]], (before, axis) => before.SelectMany(values => axis.Values.Select(value => (AxisValue[])[.. values, value])));

    private static Recipe RecipeOf(Study study, CellPlace place, string seed, IReadOnlyList<string> changes, HashSet<string> used)
    {
        Recipe recipe = Preset(study, place.Variant);
        recipe = Set(recipe, "data.set", study.Data, $"{study.File}: data");
        recipe = Set(recipe, "training.seed", seed, $"{study.File}: seeds");
        (StudySettings Settings, string Place)[] layers =
        [
            (study.Settings, "settings"), (place.Variant.Settings, $"variant '{place.Variant.Name}'"), (place.Sweep.Settings, $"sweep '{place.Sweep.Name}'"),
        ];
        foreach ((StudySettings settings, string where) in layers)
            recipe = Set(recipe, settings.Usual, $"{study.File}: {where}");
        foreach ((StudySettings settings, string where) in layers)
            recipe = Set(recipe, settings.Quick, $"{study.File}: {where}, quick");
        foreach (string change in changes.Where(change => HasKey(recipe, change)))
        {
            used.Add(change);
            recipe = recipe.Set(change);
        }
        return AtValues(recipe, study, place, changes);
    }

    private static Recipe Preset(Study study, StudyVariant variant)
    {
        try
        {
            return RecipeCatalog.Load(variant.Model);
        }
        catch (RecipeException error)
        {
            throw new RecipeException($"{study.File}: variant '{variant.Name}': {error.Message}", error);
        }
    }

    private static Recipe AtValues(Recipe recipe, Study study, CellPlace place, IReadOnlyList<string> changes)
    {
        foreach ((StudyAxis axis, AxisValue value) in place.Sweep.Axes.Zip(place.Values))
        {
            Recipe set = Set(recipe, axis.Key, value.Setting, $"{study.File}: sweep '{place.Sweep.Name}'");
            string key = set.KeyOf(axis.Key);
            if (changes.FirstOrDefault(change => HasKey(recipe, change) && recipe.KeyOf(KeyIn(change)) == key) is { } clash)
                throw new RecipeException($"--set {clash}: {key} is an axis of sweep '{place.Sweep.Name}'; leave it out, or declare a study of your own");
            recipe = set;
        }
        return recipe;
    }

    private static Recipe Set(Recipe recipe, IReadOnlyList<KeyValuePair<string, string>> settings, string where) =>
        settings.Aggregate(recipe, (changed, setting) => Set(changed, setting.Key, setting.Value, where));

    private static Recipe Set(Recipe recipe, string key, string value, string where)
    {
        try
        {
            return recipe.Set(key, value);
        }
        catch (RecipeException error)
        {
            throw new RecipeException($"{where}: {error.Message}", error);
        }
    }

    private static bool HasKey(Recipe recipe, string change) => recipe.Keys.Any(key => key == KeyIn(change) || key.EndsWith($".{KeyIn(change)}", StringComparison.Ordinal));

    // What is no assignment at all is for Recipe.Set to refuse.
    private static string KeyIn(string change) => change.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals ? change[..equals].Trim()
        : throw new RecipeException($"setting '{change}' has no value: write key=value, such as training.epochs=10");

    // Letters, digits and hyphens, which every disk takes.
    private static string NameOf(CellPlace place, string seed, List<StudyCell> cells)
    {
        string words = string.Join(' ', [place.Variant.Name, .. place.Sweep.Axes.Zip(place.Values, (axis, value) => $"{axis.Label} {value.Label}")]);
        string[] parts = string.Concat(words.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' '))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string plain = string.Join('-', parts), stem = $"{(plain.Length > 80 ? plain[..80] : plain)}-s{seed}";
        return Enumerable.Range(1, int.MaxValue - 1).Select(number => number == 1 ? stem : FormattableString.Invariant($"{stem}-{number}"))
            .First(name => cells.All(cell => cell.Name != name));
    }
}
