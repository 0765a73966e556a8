using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Likeness.Recipes;

/// <summary>Recipes as YAML: two levels of mappings, values scalars or lists of scalars.</summary>
internal static class RecipeYaml
{
    private static readonly string[] Heads =
        ["model", "title", "family", "about", "paper", "formula", "learns", "good_at", "bad_at", "labels", "points", "version", "overrides"];

    /// <summary>A list in brackets gets one form: [256, 128].</summary>
    public static string Normalize(string value) =>
        value.StartsWith('[') && value.EndsWith(']') ? ListText(value[1..^1].Split(',')) : value;

    /// <summary>Reads a preset, whose keys are the model's settings.</summary>
    public static Recipe ReadPreset(string yaml, string file)
    {
        YamlMappingNode root = Parse(yaml, file);
        bool needsLabels = root.Children.ContainsKey("labels") && Head(root, "labels", file) == "needed";
        bool takesPoints = root.Children.ContainsKey("points") && Head(root, "points", file) == "taken";
        var card = new ModelCard(
            Head(root, "title", file), Head(root, "family", file), Head(root, "about", file), Head(root, "paper", file), needsLabels, takesPoints)
        {
            Formula = Head(root, "formula", file),
            Learns = Head(root, "learns", file),
            GoodAt = Head(root, "good_at", file),
            BadAt = Head(root, "bad_at", file),
        };
        return new Recipe(Head(root, "model", file), Flatten(root, file), [], card);
    }

    /// <summary>Reads a saved recipe over the preset of its model.</summary>
    public static Recipe Read(string yaml, string file)
    {
        YamlMappingNode root = Parse(yaml, file);
        Recipe recipe = RecipeCatalog.Load(Head(root, "model", file));
        foreach ((string key, string value) in Flatten(root, file))
            recipe = recipe.Has(key) ? recipe.Resolve(key, value) : recipe.Set(key, value);
        string[] overrides = root.Children.TryGetValue("overrides", out YamlNode? list) && list is YamlSequenceNode sequence
            ? [.. sequence.Children.Select(item => Scalar(item, "overrides", file))] : [];
        return recipe.WithOverrides(overrides);
    }

    public static string Write(Recipe recipe, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        var root = new YamlMappingNode { { "model", recipe.Model }, { "title", recipe.Title }, { "version", LikenessVersion.Text } };
        root.Add("overrides", new YamlSequenceNode(recipe.Overrides.Select(change => new YamlScalarNode(change))));
        foreach (var section in settings.GroupBy(setting => setting.Key[..setting.Key.IndexOf('.', StringComparison.Ordinal)]))
        {
            var mapping = new YamlMappingNode();
            foreach ((string key, string value) in section)
                mapping.Add(key[(section.Key.Length + 1)..], Node(value));
            root.Add(section.Key, mapping);
        }
        var writer = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);
        return writer.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace("...\n", "", StringComparison.Ordinal);
    }

    private static YamlNode Node(string value) => value.StartsWith('[') && value.EndsWith(']')
        ? new YamlSequenceNode(Items(value[1..^1].Split(',')).Select(item => new YamlScalarNode(item))) { Style = SequenceStyle.Flow }
        : new YamlScalarNode(value);

    /// <summary>The mapping that a file holds.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">What to call it in errors.</param>
    /// <param name="what">What it should be, and how that begins.</param>
    public static YamlMappingNode Parse(string yaml, string file, string what = "recipe; a recipe is one YAML mapping that begins with 'model:'")
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root)
                return root;
        }
        catch (YamlException error)
        {
            throw new RecipeException($"{file}: line {error.Start.Line} is no YAML ({error.Message.ReplaceLineEndings(" ")})", error);
        }
        throw new RecipeException($"{file}: is no {what}");
    }

    private static List<KeyValuePair<string, string>> Flatten(YamlMappingNode root, string file)
    {
        var settings = new List<KeyValuePair<string, string>>();
        foreach ((YamlNode name, YamlNode node) in root.Children)
        {
            string section = Scalar(name, "a key", file);
            if (Heads.Contains(section))
                continue;
            if (node is not YamlMappingNode mapping)
                throw new RecipeException($"{file}: '{section}' must be a section with keys of its own, such as training: with epochs:");
            foreach ((YamlNode key, YamlNode value) in mapping.Children)
                settings.Add(new($"{section}.{Scalar(key, section, file)}", Text(value, section, file)));
        }
        return settings;
    }

    /// <summary>A setting's value as text; a list gets brackets.</summary>
    public static string Text(YamlNode node, string section, string file) => node is YamlSequenceNode list
        ? ListText(list.Children.Select(item => Scalar(item, section, file))) : Scalar(node, section, file);

    private static string ListText(IEnumerable<string> items) => $"[{string.Join(", ", Items(items))}]";

    private static IEnumerable<string> Items(IEnumerable<string> items) => items.Select(item => item.Trim()).Where(item => item.Length > 0);

    private static string Head(YamlMappingNode root, string key, string file) => root.Children.TryGetValue(key, out YamlNode? node)
        ? Scalar(node, key, file) : throw new RecipeException($"{file}: has no '{key}:'");

    private static string Scalar(YamlNode node, string where, string file) => node is YamlScalarNode { Value: { } text }
        ? text : throw new RecipeException($"{file}: '{where}' at line {node.Start.Line} must be a plain value");
}
