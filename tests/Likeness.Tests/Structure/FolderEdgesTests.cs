using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Likeness.Tests.Structure;

/// <summary>
/// The table of allowed edges between folders (ARCHITECTURE.md). A room may name only the rooms in its row: a using that is
/// not in the table fails here.
/// </summary>
public partial class FolderEdgesTests
{
    // Room: what it may use. `Tensors` is the engine's public surface (the files at the root of src/Likeness.Tensors).
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Tensors"] = ["Tensors/Graph", "Tensors/Ops", "Tensors/Runtime"],
        ["Tensors/Graph"] = ["Tensors/Ops"],
        ["Tensors/Ops"] = ["Tensors/Graph"],
        ["Tensors/Autodiff"] = ["Tensors/Graph", "Tensors/Ops"],
        ["Tensors/Passes"] = ["Tensors/Graph", "Tensors/Ops"],
        ["Tensors/Runtime"] = ["Tensors/Graph", "Tensors/Ops", "Tensors/Passes", "Tensors/Backends"],
        ["Tensors/Backends"] = ["Tensors/Runtime", "Tensors/Backends/Cpu", "Tensors/Backends/Reference"],
        ["Tensors/Backends/Reference"] = ["Tensors/Graph", "Tensors/Ops", "Tensors/Runtime"],
        ["Tensors/Backends/Cpu"] = ["Tensors/Graph", "Tensors/Ops", "Tensors/Runtime", "Tensors/Backends/Cpu/Kernels"],
        ["Tensors/Backends/Cpu/Kernels"] = ["Tensors/Runtime"],
        ["Nn"] = ["Tensors"],
        ["Optim"] = ["Tensors", "Tensors/Runtime"],
        ["Probability"] = ["Tensors"],
        ["Models"] = ["Tensors"],
        ["Models/*"] = ["Tensors", "Nn", "Probability", "Models"],
        ["Formats"] = [],
        ["Data"] = ["Formats"],
        ["Training"] = ["Tensors", "Tensors/Runtime", "Tensors/Backends", "Models", "Optim", "Data", "Formats"],
        ["Evaluation"] = ["Tensors", "Tensors/Runtime", "Tensors/Backends", "Models", "Data", "Formats"],
        ["Recipes"] = ["Models", "Models/*", "Optim", "Training", "Data"],
        ["Experiments"] = ["Tensors", "Tensors/Runtime", "Tensors/Backends", "Models", "Training", "Evaluation", "Recipes", "Data", "Formats"],
        ["App"] = ["App/*", "Recipes", "Experiments", "Evaluation", "Training", "Data", "Formats", "Models"],
        ["App/*"] = ["App/*", "Recipes", "Experiments", "Evaluation", "Training", "Data", "Formats", "Models"],
    };

    [Fact]
    public void FoldersUseOnlyWhatTheTableAllows()
    {
        var wrong = new List<string>();
        foreach ((string file, string from, string to) in Edges())
            if (from != to && !AllowedFrom(from).Contains(to) && !AllowedFrom(from).Contains(Family(to)))
                wrong.Add($"{file}: {from} -> {to}");
        Assert.True(wrong.Count == 0, "edges outside the table:\n" + string.Join("\n", wrong));
    }

    [Fact]
    public void ModelFoldersDoNotUseEachOther() =>
        Assert.DoesNotContain(Edges(), edge => Family(edge.From) == "Models/*" && Family(edge.To) == "Models/*" && edge.From != edge.To);

    private static string[] AllowedFrom(string room) =>
        Allowed.TryGetValue(room, out string[]? own) ? own : Allowed.TryGetValue(Family(room), out own) ? own : [];

    private static string Family(string room)
    {
        string[] parts = room.Split('/');
        return parts[0] is "Models" or "App" && parts.Length > 1 ? parts[0] + "/*" : room;
    }

    private static IEnumerable<(string File, string From, string To)> Edges()
    {
        string source = Path.Combine(Root(), "src");
        foreach (string file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).Order())
        {
            string relative = Path.GetRelativePath(source, file).Replace('\\', '/');
            if (relative.Contains("/obj/") || relative.Contains("/bin/"))
                continue;
            string from = Room(Path.GetDirectoryName(relative)!.Replace('\\', '/').Replace('/', '.'));
            foreach (Match match in Usings().Matches(File.ReadAllText(file)))
                yield return (relative, from, Room(match.Groups[1].Value));
        }
    }

    // Likeness.Tensors.Backends.Cpu -> Tensors/Backends/Cpu; parts of one room (Data.Glyphs, Training.X) count as that room.
    private static string Room(string name)
    {
        string[] parts = name.Split('.');
        string[] rest = parts.Length == 1 ? ["Likeness"] : parts[1..];
        int depth = rest[0] is "Tensors" ? rest.Length : rest[0] is "Models" or "App" ? 2 : 1;
        return string.Join('/', rest.Take(depth));
    }

    private static string Root([CallerFilePath] string path = "")
    {
        for (string? folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "Likeness.slnx")))
                return folder;
        throw new InvalidOperationException($"no Likeness.slnx above {path}");
    }

    [GeneratedRegex(@"^\s*using\s+(?:static\s+)?(?:\w+\s*=\s*)?(Likeness\.[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Usings();
}
