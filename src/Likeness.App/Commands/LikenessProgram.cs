using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Likeness.App.Commands.Terminal;
using Likeness.Recipes;

namespace Likeness.App.Commands;

/// <summary>The program: arguments in, exit code out. 0 done, 1 failed, 2 bad arguments; each failure is one line on the error
/// output.</summary>
internal static class LikenessProgram
{
    private const string Description =
        "Likeness trains, samples, measures and compares deep generative models. To begin with: likeness compare --quick";

    public static int Run(IReadOnlyList<string> arguments, Surroundings surroundings)
    {
        try
        {
            var words = arguments.Count > 0 ? arguments : ["--help"];
            var parsed = Create(surroundings).Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action is null or ParseErrorAction || parsed.Errors.Count > 0)
                return Failure.Tell(ArgumentFault.Of(parsed), surroundings);
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = surroundings.Out,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception fault)
        {
            return Failure.Tell(fault, surroundings);
        }
    }

    // Not a RootCommand: that one would call itself after its file, which is another while it is developed.
    private static Command Create(Surroundings surroundings)
    {
        var version = new Option<bool>("--version") { Description = "Show the version", Action = new ShowVersion(surroundings) };
        return new Command("likeness", Description)
        {
            new HelpOption("--help", "-h", "-?") { Description = "Show this help", Recursive = true },
            version,
            new ListCommand(surroundings),
            new ExplainCommand(surroundings),
            new TrainCommand(surroundings),
            new SampleCommand(surroundings),
            new ReconstructCommand(surroundings),
            new InterpolateCommand(surroundings),
            new ClassifyCommand(surroundings),
            new EvaluateCommand(surroundings),
            new FeaturesCommand(surroundings),
            new ProfileCommand(surroundings),
            new StudyCommand(surroundings),
            new CompareCommand(surroundings),
        };
    }

    private sealed class ShowVersion(Surroundings surroundings) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parsed)
        {
            surroundings.Out.WriteLine($"likeness {LikenessVersion.Text}");
            return 0;
        }
    }
}
