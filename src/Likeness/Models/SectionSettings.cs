namespace Likeness.Models;

/// <summary>The settings of a part of a model: what the part calls <c>architecture.hidden</c> is <c>hidden</c> of one section.</summary>
internal sealed class SectionSettings(ISettings settings, string section) : ISettings
{
    /// <inheritdoc/>
    public string Text(string key) => settings.Text(Own(key));

    /// <inheritdoc/>
    public int Int(string key, int min, int max) => settings.Int(Own(key), min, max);

    /// <inheritdoc/>
    public double Real(string key, double min, double max) => settings.Real(Own(key), min, max);

    /// <inheritdoc/>
    public bool Bool(string key) => settings.Bool(Own(key));

    /// <inheritdoc/>
    public string Choice(string key, params IReadOnlyList<string> names) => settings.Choice(Own(key), names);

    /// <inheritdoc/>
    public IReadOnlyList<int> Ints(string key, int min, int max) => settings.Ints(Own(key), min, max);

    private string Own(string key) => $"{section}.{key[(key.LastIndexOf('.') + 1)..]}";
}
