using System.Text.Json;
using Likeness.Recipes;
using Xunit;

namespace Likeness.Tests.App;

/// <summary><c>likeness explain MODEL</c>.</summary>
public sealed class ExplainTests
{
    public static TheoryData<string> Models => [.. RecipeCatalog.Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_is_explained_in_ten_lines(string model)
    {
        string[] lines = Ran.Well("explain", model).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ["model", "family", "what", "formula", "minimises", "good at", "not so at", "commands", "paper", "try"],
            lines.Select(line => line[..11].Trim()));
        Assert.All(lines, line => Assert.True(line.Length > 12, line));
        Assert.Contains(ModelCatalog.Find(model).Card.Paper, lines[8]);
        using JsonDocument json = JsonDocument.Parse(Ran.Well("explain", model, "--json"));
        Assert.Equal(10, json.RootElement.EnumerateObject().Count());
    }

    [Fact]
    public void An_unknown_model_is_one_line() => Ran.Badly(2, ["unknown model 'vea' (did you mean 'vae'?)"], "explain", "vea");
}
