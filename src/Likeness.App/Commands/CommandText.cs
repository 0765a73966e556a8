using System.CommandLine;
using Likeness.Recipes;

namespace Likeness.App.Commands;

/// <summary>Command lines as text that a shell takes.</summary>
internal static class CommandText
{
    /// <summary>likeness, the command, its argument, and the options as they are.</summary>
    public static string Of(string command, string argument, IReadOnlyList<string> options) =>
        string.Join(' ', ["likeness", command, Quote(argument), .. options]);

    /// <summary>What trains one cell of a study alone.</summary>
    public static string OfCell(Recipe recipe, TimeSpan? budget) => Of("train", recipe.Model,
        [.. recipe.Overrides.Select(change => $"--set {Quote(change)}"), .. budget is { } time ? [$"--budget {DurationText.Write(time)}"] : Array.Empty<string>()]);

    /// <summary>Those of some options that are given, each with its value.</summary>
    public static IEnumerable<string> Given(ParseResult parsed, params IEnumerable<Option> options) =>
        from option in options
        from token in parsed.GetResult(option)?.Tokens ?? []
        select $"{option.Name} {Quote(token.Value)}";

    /// <summary>A word as it is where that is safe, else in single quotes.</summary>
    public static string Quote(string word) => word.Length > 0 && word.All(IsPlain) ? word : $"'{word.Replace("'", "'\\''")}'";

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || "-_./:=,+@%".Contains(letter, StringComparison.Ordinal);
}
