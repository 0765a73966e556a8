using Likeness.Recipes;
using YamlDotNet.RepresentationModel;

namespace Likeness.Experiments.Studies;

/// <summary>Reads studies from YAML. Whether models and settings exist is for <see cref="StudyGrid"/> to say.</summary>
internal static class StudyYaml
{
    private const string Begin = "study; a study is one YAML mapping that begins with 'study:'";

    /// <summary>Reads a study in its long or short form.</summary>
    /// <exception cref="RecipeException">The text is no study; one line says where and why.</exception>
    public static Study Read(string yaml, string file, bool quick)
    {
        var head = new PlanSection(RecipeYaml.Parse(yaml, file, Begin), file, "the study",
            "study", "title", "about", "data", "settings", "seeds", "budget", "curves", "pictures", "variants", "sweeps", "quick");
        PlanSection? shortened = Shortened(head, quick, "settings", "seeds", "budget");
        IReadOnlyList<StudyVariant> variants = Named(head, "variants", node => Variant(node, file, quick), variant => variant.Name);
        var study = new Study
        {
            Name = NameOf(head),
            Title = head.Text("title"),
            About = head.Text("about"),
            Data = head.Text("data"),
            File = file,
            Text = yaml,
            IsQuick = quick,
            Settings = Settings(head, shortened),
            Budget = (shortened is null ? null : Budget(shortened)) ?? Budget(head),
            Variants = variants,
            Sweeps = Named(head, "sweeps", node => Sweep(node, file, quick, variants), sweep => sweep.Name),
        };
        study = study with { Seeds = head.Words("seeds", study.Seeds), Curves = head.Words("curves", study.Curves), Pictures = head.Words("pictures", study.Pictures) };
        return shortened is null ? study : study with { Seeds = shortened.Words("seeds", study.Seeds) };
    }

    // Becomes a folder's name.
    private static string NameOf(PlanSection head)
    {
        string name = head.Text("study");
        return name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-') ? name
            : throw head.Fault($"is called '{name}'; use small letters, digits and hyphens");
    }

    private static TimeSpan? Budget(PlanSection section) => section.Text("budget", null) is not { } text ? null
        : DurationText.Parse(text) ?? throw section.Fault($"has the budget '{text}'; give a time with its unit, such as 90s, 5m or 1h30m");

    private static StudyVariant Variant(YamlNode node, string file, bool quick)
    {
        var section = new PlanSection(node, file, "a variant", "name", "model", "settings", "quick");
        return new StudyVariant(section.Text("name", null) ?? section.Text("model"), section.Text("model"), Settings(section, Shortened(section, quick, "settings")));
    }

    private static StudySweep Sweep(YamlNode node, string file, bool quick, IReadOnlyList<StudyVariant> variants)
    {
        var section = new PlanSection(node, file, "a sweep", "name", "about", "variants", "axes", "settings", "metrics", "quick");
        string name = section.Text("name");
        StudyVariant[] chosen = [.. section.Words("variants", [.. variants.Select(variant => variant.Name)]).Select(wanted =>
            variants.FirstOrDefault(variant => variant.Name == wanted)
            ?? throw section.Fault($"'{name}' asks for variant '{wanted}'; there is {string.Join(", ", variants.Select(variant => variant.Name))}"))];
        StudyAxis[] axes = [.. section.Items("axes").Select(axis => Axis(axis, file, name, quick))];
        return new StudySweep(
            name, section.Text("about", "")!, chosen, axes, Settings(section, Shortened(section, quick, "settings")), section.Words("metrics", []));
    }

    private static StudyAxis Axis(YamlNode node, string file, string sweep, bool quick)
    {
        var section = new PlanSection(node, file, $"an axis of sweep '{sweep}'", "key", "label", "values", "quick");
        string key = section.Text("key");
        IReadOnlyList<AxisValue> values = Values(section, "values", []);
        if (quick && section.Has("quick"))
            values = Values(section, "quick", values);
        if (values.GroupBy(value => value.Label).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw section.Fault($"has the value '{twice.Key}' twice");
        return new StudyAxis(key, section.Text("label", null) ?? key[(key.LastIndexOf('.') + 1)..].Replace('_', ' '), values);
    }

    // A list of values, or a mapping from what they are called to values; the short form may name values of the long one.
    private static IReadOnlyList<AxisValue> Values(PlanSection axis, string key, IReadOnlyList<AxisValue> known)
    {
        YamlNode node = axis.Node(key) ?? throw axis.Fault($"has no '{key}:'");
        if (node is YamlMappingNode { Children.Count: > 0 })
            return [.. axis.Section(key)!.Pairs().Select(pair => new AxisValue(pair.Key, pair.Value))];
        return [.. axis.Items(key).Select(item => RecipeYaml.Text(item, key, axis.File))
            .Select(text => known.FirstOrDefault(value => value.Label == LabelOf(text)) ?? new AxisValue(LabelOf(text), text))];
    }

    // The widths of layers read 500-250, and one alone is a number.
    private static string LabelOf(string setting) =>
        setting.StartsWith('[') && setting.Length > 2 ? setting.Trim('[', ']').Replace(", ", "-", StringComparison.Ordinal) : setting;

    private static PlanSection? Shortened(PlanSection section, bool quick, params string[] known)
    {
        // Read in both forms, so that a fault in it is not found by chance.
        PlanSection? told = section.Section("quick", known);
        return quick ? told : null;
    }

    private static StudySettings Settings(PlanSection section, PlanSection? shortened) =>
        new(section.Settings("settings"), shortened?.Settings("settings") ?? []);

    private static IReadOnlyList<T> Named<T>(PlanSection head, string key, Func<YamlNode, T> read, Func<T, string> name)
    {
        T[] all = [.. head.Items(key).Select(read)];
        if (all.Length == 0)
            throw head.Fault($"has no '{key}:'");
        return all.GroupBy(name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw head.Fault($"has two {key} called '{twice.Key}'") : all;
    }
}
