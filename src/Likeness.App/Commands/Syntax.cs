using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Likeness.Recipes;

namespace Likeness.App.Commands;

/// <summary>Makes options and arguments whose errors name the option, the value and what is allowed.</summary>
internal static class Syntax
{
    private const int MostThreads = 1024;

    public static Option<string?> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<bool> Json() => Flag("--json", "Print the results as JSON; progress goes to the error output");

    public static Option<string?> Data() =>
        Text("--data", "SET|PATH", "A data set's name, or a folder of IDX files or PNGs, or an .npy file");

    public static Option<long?> Threads() =>
        Whole("--threads", "Threads to compute with; results do not depend on it", 1, MostThreads);

    /// <summary>Changes of a recipe's settings, each key=value.</summary>
    public static Option<string[]> Set() =>
        new("--set") { Description = "Change a setting of the recipe (repeatable)", HelpName = "key=value" };

    public static Option<string?> DataDir() =>
        Text("--data-dir", "DIR", "Where data sets are: DIR/mnist/... (else LIKENESS_DATA, the cache, a download)");

    /// <summary>A whole number from min to max; null when it is not given.</summary>
    public static Option<long?> Whole(string name, string description, long min, long max = int.MaxValue, string[]? aliases = null) =>
        new(name, aliases ?? [])
        {
            Description = description,
            HelpName = "N",
            CustomParser = result => ParseWhole(result, name, min, max),
        };

    /// <summary>A finite number of at least min; null when it is not given.</summary>
    public static Option<double?> Real(string name, string value, string description, double min) => new(name)
    {
        Description = description,
        HelpName = value,
        CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= min && double.IsFinite(number))
                return number;
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} {text}: give a number of at least {min}"));
            return null;
        },
    };

    /// <summary>A length of time such as 90s, 5m or 1h30m; null when it is not given.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (DurationText.Parse(result.Tokens[^1].Value) is { } time)
                return time;
            result.AddError($"{name} {result.Tokens[^1].Value}: give a time with its unit, such as 90s, 5m or 1h30m");
            return null;
        },
    };

    /// <summary>An argument; the description goes on from "give", which is what a user is told who leaves it out.</summary>
    public static Argument<string> Word(string name, string description) => new(name) { Description = description };

    /// <summary>The run folder that every command but <c>list</c> and <c>train</c> begins with.</summary>
    public static Argument<string> Run() => Word("RUN", "the folder of a run, such as runs/vae-glyphs-s1");

    private static long? ParseWhole(ArgumentResult result, string name, long min, long max)
    {
        string text = result.Tokens[^1].Value;
        bool isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value);
        if (isNumber && value >= min && value <= max)
            return value;
        string range = max < int.MaxValue ? $"from {min} to {max}" : $"of at least {min}";
        result.AddError($"{name} {text}: give a whole number {range}");
        return null;
    }
}
