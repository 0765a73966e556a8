using Likeness.Data;

namespace Likeness.Recipes;

/// <summary>
/// All that decides a training: model, data, architecture, objective, optimizer, budget, seed. Immutable. Its settings have two
/// levels, section and key, and are written <c>training.epochs</c>; which there are is fixed by the model's preset.
/// </summary>
public sealed class Recipe
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> settings;

    internal Recipe(string model, IReadOnlyList<KeyValuePair<string, string>> settings, IReadOnlyList<string> overrides, ModelCard card) =>
        (Model, this.settings, Overrides, Card) = (model, settings, overrides, card);

    /// <summary>The model's name in the catalogue.</summary>
    public string Model { get; }

    /// <summary>The model's name in words.</summary>
    public string Title => Card.Title;

    /// <summary>What the preset says of its model.</summary>
    internal ModelCard Card { get; }

    /// <summary>The changes made to the preset, as <c>key=value</c>, in order.</summary>
    public IReadOnlyList<string> Overrides { get; }

    /// <summary>The dotted keys, in the preset's order.</summary>
    public IEnumerable<string> Keys => settings.Select(setting => setting.Key);

    /// <summary>The name or path of the data set.</summary>
    public string Data => this["data.set"];

    /// <summary>The text of a setting, by its dotted key.</summary>
    /// <exception cref="RecipeException">There is no such key.</exception>
    public string this[string key] => settings[IndexOf(key)].Value;

    /// <summary>Reads the settings with their types and ranges; remembers what was read.</summary>
    public SettingsReader Settings => new(this);

    /// <summary>True when the recipe has the dotted key.</summary>
    public bool Has(string key) => settings.Any(setting => setting.Key == key);

    /// <summary>This recipe with one setting changed, by its dotted key or its last part alone where that is unambiguous.</summary>
    /// <exception cref="RecipeException">The key is unknown (the message suggests the nearest) or ambiguous.</exception>
    public Recipe Set(string key, string value)
    {
        int index = IndexOf(key);
        (string full, string text) = (settings[index].Key, RecipeYaml.Normalize(value));
        KeyValuePair<string, string>[] changed = [.. settings];
        changed[index] = new(full, text);
        string[] kept = [.. Overrides.Where(change => !change.StartsWith($"{full}=", StringComparison.Ordinal))];
        var result = new Recipe(Model, changed, [.. kept, $"{full}={text}"], Card);
        // Who asks for a number of epochs gets that number, on a small set too.
        return full == "training.epochs" && Has("training.least_steps") ? result.Resolve("training.least_steps", "0") : result;
    }

    /// <summary>This recipe with one setting changed, written <c>key=value</c>.</summary>
    /// <exception cref="RecipeException">There is no '=', or the key is unknown or ambiguous.</exception>
    public Recipe Set(string assignment)
    {
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? Set(assignment[..equals].Trim(), assignment[(equals + 1)..].Trim())
            : throw new RecipeException($"setting '{assignment}' has no value: write key=value, such as training.epochs=10");
    }

    /// <summary>The recipe as it is saved with a run.</summary>
    public string ToYaml() => RecipeYaml.Write(this, settings);

    /// <summary>Reads a saved recipe; settings it leaves out are those of the model's preset.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">What to call it in errors.</param>
    /// <exception cref="RecipeException">It is no YAML, names no known model, or has an unknown key.</exception>
    public static Recipe Parse(string yaml, string file) => RecipeYaml.Read(yaml, file);

    /// <summary>This recipe with a setting replaced that is no override of the user's: what a run resolved.</summary>
    internal Recipe Resolve(string key, string value)
    {
        Recipe changed = Set(key, value);
        return new Recipe(Model, changed.settings, Overrides, Card);
    }

    /// <summary>The dotted key that a key, or its last part alone, stands for.</summary>
    internal string KeyOf(string key) => settings[IndexOf(key)].Key;

    internal Recipe WithOverrides(IReadOnlyList<string> overrides) => new(Model, settings, overrides, Card);

    private int IndexOf(string key)
    {
        int[] found = [.. Enumerable.Range(0, settings.Count).Where(i => settings[i].Key == key)];
        if (found.Length == 0)
            found = [.. Enumerable.Range(0, settings.Count).Where(i => Leaf(settings[i].Key) == key)];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new RecipeException($"model '{Model}' has no setting '{key}'{Suggest(key)}"),
            _ => throw new RecipeException(
                $"setting '{key}' could be {string.Join(" or ", found.Select(i => settings[i].Key))}: write the whole key"),
        };
    }

    private string Suggest(string key)
    {
        string near = EditDistance.Suggest(key, key.Contains('.', StringComparison.Ordinal) ? Keys : Keys.Select(Leaf));
        return near.Length > 0 ? near : $"; it has {string.Join(", ", Keys)}";
    }

    private static string Leaf(string key) => key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..];
}
