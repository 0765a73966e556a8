using Likeness.App.Commands;
using Likeness.App.Commands.Terminal;
using Xunit;

namespace Likeness.Tests.App;

/// <summary>What the program did: run inside this process, with its own writers and environment.</summary>
internal sealed record Ran(int Code, string Out, string Error)
{
    /// <summary>Runs the program without terminal, cache and network.</summary>
    public static Ran Of(params string[] arguments) => In(new Dictionary<string, string>(), arguments);

    public static Ran In(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var results = new StringWriter();
        using var errors = new StringWriter();
        var surroundings = new Surroundings(results, errors) { Variable = name => environment.GetValueOrDefault(name) };
        int code = LikenessProgram.Run(arguments, surroundings);
        return new Ran(code, results.ToString(), errors.ToString());
    }

    /// <summary>Runs the program and expects it to work; returns what it printed.</summary>
    public static string Well(params string[] arguments)
    {
        var ran = Of(arguments);
        Assert.True(ran.Code == 0, $"likeness {string.Join(' ', arguments)}: {ran.Error}");
        return ran.Out;
    }

    /// <summary>Runs the program and expects one line of error that holds all of these words.</summary>
    public static void Badly(int code, string[] words, params string[] arguments) => Of(arguments).AssertFailed(code, words);

    public void AssertFailed(int code, params string[] words)
    {
        Assert.Equal(code, Code);
        Assert.StartsWith("likeness: ", Error);
        Assert.Equal(Error.TrimEnd(), Assert.Single(Error.TrimEnd().Split('\n')).TrimEnd());
        foreach (string word in words)
            Assert.Contains(word, Error);
        Assert.DoesNotContain("unexpected", Error);
        Assert.DoesNotContain("   at ", Error + Out);
    }
}
