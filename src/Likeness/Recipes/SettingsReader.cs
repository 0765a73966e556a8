using System.Globalization;
using Likeness.Models;

namespace Likeness.Recipes;

/// <summary>
/// Reads a recipe's settings with their types and ranges, and remembers which were read: what nobody reads is an error in the
/// recipe. Every failure is a <see cref="RecipeException"/> that names the key, the value and what is allowed.
/// </summary>
public sealed class SettingsReader : ISettings
{
    private readonly HashSet<string> read = [];
    private readonly Recipe recipe;

    internal SettingsReader(Recipe recipe) => this.recipe = recipe;

    /// <summary>The keys that were not read so far.</summary>
    public IReadOnlyList<string> Unread => [.. recipe.Keys.Where(key => !read.Contains(key))];

    /// <summary>True when the recipe has the dotted key.</summary>
    public bool Has(string key) => recipe.Has(key);

    /// <summary>The sections that have a key, in the recipe's order.</summary>
    public IReadOnlyList<string> SectionsWith(string key) =>
        [.. recipe.Keys.Where(full => full.EndsWith("." + key, StringComparison.Ordinal)).Select(full => full[..^(key.Length + 1)])];

    /// <summary>The text of a setting.</summary>
    public string Text(string key)
    {
        read.Add(key);
        return recipe[key];
    }

    /// <summary>A whole number from min to max.</summary>
    public int Int(string key, int min = int.MinValue, int max = int.MaxValue) => (int)Long(key, min, max);

    /// <summary>A whole number from min to max, of 64 bits.</summary>
    public long Long(string key, long min = long.MinValue, long max = long.MaxValue) => ToLong(Text(key)) is { } value && value >= min && value <= max
        ? value : throw Wrong(key, $"a whole number {Range(min, max, long.MinValue, max is int.MaxValue or long.MaxValue)}");

    /// <summary>A finite number from min to max.</summary>
    public double Real(string key, double min = double.NegativeInfinity, double max = double.PositiveInfinity) =>
        double.TryParse(Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value) && value >= min && value <= max
            ? value : throw Wrong(key, $"a number {Range(min, max, double.NegativeInfinity, double.IsInfinity(max))}");

    /// <summary>true or false (also yes, no, on, off).</summary>
    public bool Bool(string key) => Text(key).ToLowerInvariant() switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => throw Wrong(key, "true or false"),
    };

    /// <summary>One of some names.</summary>
    public string Choice(string key, params IReadOnlyList<string> names) => names.Contains(Text(key).ToLowerInvariant())
        ? Text(key).ToLowerInvariant() : throw Wrong(key, $"one of {string.Join(", ", names)}");

    /// <summary>A list of whole numbers, each from min to max: <c>[400, 200]</c>, <c>400,200</c> or <c>400</c>; <c>[]</c> is empty.</summary>
    public IReadOnlyList<int> Ints(string key, int min = int.MinValue, int max = int.MaxValue)
    {
        string[] parts = Text(key).Trim('[', ']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        long?[] values = [.. parts.Select(ToLong)];
        return values.All(value => value >= min && value <= max) ? [.. values.Select(value => (int)value!.Value)]
            : throw Wrong(key, $"a list of whole numbers {Range(min, max, int.MinValue, max == int.MaxValue)}, such as [256, 128]");
    }

    /// <summary>Fails for a setting that is in its range but cannot be used here.</summary>
    public RecipeException Wrong(string key, string allowed) => new($"{key} is '{recipe[key]}'; it must be {allowed}");

    private static long? ToLong(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;

    private static string Range(double min, double max, double lowest, bool open) => (min > lowest, open) switch
    {
        (true, true) => string.Create(CultureInfo.InvariantCulture, $"of at least {min}"),
        (false, false) => string.Create(CultureInfo.InvariantCulture, $"of at most {max}"),
        (true, false) => string.Create(CultureInfo.InvariantCulture, $"from {min} to {max}"),
        _ => "of any size",
    };
}
