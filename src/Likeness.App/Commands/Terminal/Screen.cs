using System.Text;
using Spectre.Console;

namespace Likeness.App.Commands.Terminal;

/// <summary>One of the two outputs as a console that knows its width, its colours and whether it is a terminal at all.</summary>
internal static class Screen
{
    // Wide enough that no table is wrapped when it goes to a file or to another program.
    private const int Unlimited = 1000;

    public static IAnsiConsole Out(Surroundings surroundings) => On(surroundings, surroundings.Out, surroundings.OutColumns);

    public static IAnsiConsole Error(Surroundings surroundings) => On(surroundings, surroundings.Error, surroundings.ErrorColumns);

    /// <summary>True when lines that were printed can be drawn over.</summary>
    public static bool IsLive(this IAnsiConsole console) => console.Profile.Capabilities.Ansi && console.Profile.Out.IsTerminal;

    /// <summary>Writes one line as it is: no markup, no wrapping.</summary>
    public static void Line(this IAnsiConsole console, string text = "")
    {
        console.Profile.Out.Writer.WriteLine(text);
        console.Profile.Out.Writer.Flush();
    }

    private static IAnsiConsole On(Surroundings surroundings, TextWriter writer, Func<int>? columns)
    {
        bool ansi = columns is not null && surroundings.Variable("TERM") != "dumb";
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = ansi && !surroundings.IsSet("NO_COLOR") ? ColorSystemSupport.EightBit : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new Output(writer, columns),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Capabilities.Links = false;
        return console;
    }

    private sealed class Output(TextWriter writer, Func<int>? columns) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => columns is not null;

        public int Width => columns?.Invoke() ?? Unlimited;

        public int Height => 24;

        // The writer has its encoding already; consoles are not ours to reconfigure.
        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
