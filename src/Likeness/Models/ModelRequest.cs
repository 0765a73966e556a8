namespace Likeness.Models;

/// <summary>What a model is made from: the settings of its recipe, and the data it is for.</summary>
/// <param name="Settings">The recipe's settings.</param>
/// <param name="Images">The size of the images.</param>
/// <param name="Classes">How many classes the data names; 0 when it has no labels.</param>
/// <param name="Seed">Decides the initial values.</param>
public sealed record ModelRequest(ISettings Settings, ImageShape Images, int Classes, ulong Seed);

/// <summary>
/// Settings by their dotted keys, such as <c>architecture.hidden</c>. Reading one that is missing, of the wrong kind or out of its
/// range fails with a message that names the key, the value and what is allowed.
/// </summary>
public interface ISettings
{
    /// <summary>The text of a setting.</summary>
    string Text(string key);

    /// <summary>A whole number from min to max.</summary>
    int Int(string key, int min = int.MinValue, int max = int.MaxValue);

    /// <summary>A finite number from min to max.</summary>
    double Real(string key, double min = double.NegativeInfinity, double max = double.PositiveInfinity);

    /// <summary>true or false.</summary>
    bool Bool(string key);

    /// <summary>One of some names.</summary>
    string Choice(string key, params IReadOnlyList<string> names);

    /// <summary>A list of whole numbers, each from min to max.</summary>
    IReadOnlyList<int> Ints(string key, int min = int.MinValue, int max = int.MaxValue);
}
