using Likeness.Data;
using Likeness.Recipes;
using YamlDotNet.RepresentationModel;

namespace Likeness.Experiments.Studies;

/// <summary>A mapping of a study's file, read key by key; a key that nobody knows is an error with its line.</summary>
internal sealed class PlanSection
{
    private readonly YamlMappingNode mapping;

    /// <param name="node">Where the mapping should be.</param>
    /// <param name="file">The file, for errors.</param>
    /// <param name="place">What the mapping describes, for errors: "variant 'rbm'".</param>
    /// <param name="known">The keys it may have; none for any.</param>
    public PlanSection(YamlNode node, string file, string place, params string[] known)
    {
        (File, Place) = (file, place);
        mapping = node as YamlMappingNode ?? throw Fault(node, "must be a mapping, such as 'name: rbm'");
        foreach (string key in Keys.Where(key => known.Length > 0 && !known.Contains(key)))
            throw Fault(node, $"has no key '{key}'{EditDistance.Suggest(key, known)}; there is {string.Join(", ", known)}");
    }

    public string File { get; }

    public string Place { get; }

    private IEnumerable<string> Keys => mapping.Children.Keys.Select(key => Scalar(key, "a key"));

    public bool Has(string key) => mapping.Children.ContainsKey(key);

    /// <summary>A text that must be there.</summary>
    public string Text(string key) => Text(key, null) ?? throw Fault(mapping, $"has no '{key}:'");

    /// <summary>A text that may be missing.</summary>
    public string? Text(string key, string? otherwise)
    {
        if (!mapping.Children.TryGetValue(key, out YamlNode? node))
            return otherwise;
        string text = Scalar(node, key).Trim();
        return text.Length > 0 ? text : throw Fault(node, $"has an empty '{key}:'");
    }

    /// <summary>A list of words, with at least one.</summary>
    public IReadOnlyList<string> Words(string key, IReadOnlyList<string> otherwise)
    {
        if (!mapping.Children.TryGetValue(key, out YamlNode? node))
            return otherwise;
        return [.. Items(key, node).Select(item => Scalar(item, key))];
    }

    /// <summary>The items of a list that may be missing; what there is has at least one.</summary>
    public IReadOnlyList<YamlNode> Items(string key) => mapping.Children.TryGetValue(key, out YamlNode? node) ? Items(key, node) : [];

    /// <summary>A section below this one that may be missing.</summary>
    public PlanSection? Section(string key, params string[] known) =>
        mapping.Children.TryGetValue(key, out YamlNode? node) ? new PlanSection(node, File, $"{Place}: {key}", known) : null;

    /// <summary>Settings: any keys, each with a value or a list of values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings(string key) => Section(key)?.Pairs() ?? [];

    /// <summary>Names and values of this mapping, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs() =>
        [.. mapping.Children.Select(pair => new KeyValuePair<string, string>(Scalar(pair.Key, "a key"), RecipeYaml.Text(pair.Value, Scalar(pair.Key, "a key"), File)))];

    /// <summary>The value of a key as it stands, or null.</summary>
    public YamlNode? Node(string key) => mapping.Children.TryGetValue(key, out YamlNode? node) ? node : null;

    /// <summary>One line: file, line, what is described, and what is wrong with it.</summary>
    public RecipeException Fault(YamlNode at, string wrong) => new($"{File}: line {at.Start.Line}: {Place} {wrong}");

    public RecipeException Fault(string wrong) => Fault(mapping, wrong);

    private IReadOnlyList<YamlNode> Items(string key, YamlNode node)
    {
        if (node is not YamlSequenceNode list)
            throw Fault(node, $"has '{key}:' that is no list; write [a, b] or a line '- a' an item");
        return list.Children.Count > 0 ? [.. list.Children] : throw Fault(node, $"has an empty '{key}:'");
    }

    private string Scalar(YamlNode node, string what) =>
        node is YamlScalarNode { Value: { } text } ? text : throw Fault(node, $"has '{what}' that is no plain value");
}
