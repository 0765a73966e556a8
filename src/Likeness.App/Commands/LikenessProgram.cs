using System.CommandLine;
using System.CommandLine.Invocation;
using Likeness.App.Commands.Terminal;

namespace Likeness.App.Commands;

/// <summary>The program: arguments in, exit code out. 0 done, 1 failed, 2 bad arguments; each failure is one line on the error output.</summary>
internal static class LikenessProgram
{
    public static int Run(IReadOnlyList<string> arguments, Surroundings surroundings)
    {
        try
        {
            var parsed = Create(surroundings).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
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

    private static RootCommand Create(Surroundings surroundings) => new(
        "Likeness trains, samples, measures and compares deep generative models. First try: likeness train vae")
    {
        new ListCommand(surroundings),
        new TrainCommand(surroundings),
        new SampleCommand(surroundings),
        new ReconstructCommand(surroundings),
        new InterpolateCommand(surroundings),
        new ClassifyCommand(surroundings),
        new EvaluateCommand(surroundings),
    };
}
