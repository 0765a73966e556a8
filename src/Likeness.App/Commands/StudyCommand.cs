using System.CommandLine;
using Likeness.App.Commands.Terminal;
using Likeness.App.Reports.Studies;
using Likeness.Experiments.Studies;
using Spectre.Console;

namespace Likeness.App.Commands;

/// <summary><c>likeness study NAME</c>: runs a declared grid of trainings, or goes on with it, and ends in a table and a report.</summary>
internal sealed class StudyCommand : Command
{
    private const string StudiesFolder = "studies";

    private readonly Surroundings surroundings;
    private readonly Argument<string?> name = new("NAME")
    {
        Description = "a study (see: likeness list studies), or the path of a study.yaml of your own; lists the studies when it is left out",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> quick = Syntax.Flag("--quick", "The short form: fewer cells, shorter trainings");
    private readonly Option<string?> folder = Syntax.Text("--out", "DIR", "The study's folder (else studies/NAME, or studies/NAME-quick)");
    private readonly Option<string?> dataDir = Syntax.DataDir();
    private readonly Option<long?> threads = Syntax.Threads();
    private readonly Option<string[]> set = Syntax.Set();
    private readonly Option<bool> json = Syntax.Json();

    public StudyCommand(Surroundings surroundings) : base("study", "Run a declared grid of trainings, or go on with it")
    {
        this.surroundings = surroundings;
        Add(name);
        foreach (Option option in new Option[] { quick, folder, dataDir, threads, set, json })
            Add(option);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        bool asJson = parsed.GetValue(json);
        var console = asJson ? Screen.Error(surroundings) : Screen.Out(surroundings);
        if (parsed.GetValue(name) is not { } wanted)
        {
            StudyText.All().Write(Screen.Out(surroundings));
            return 0;
        }
        var study = StudyCatalog.Load(wanted, parsed.GetValue(quick));
        var run = new StudyRun(Request(parsed, study, wanted, console), console.Line);
        console.Line($"study {study.Name}{(study.IsQuick ? ", short form" : "")}: {run.Rows.Count} cells into {run.Folder}");
        using var stop = surroundings.WatchForStop();
        Cells.Run(run, row => run.MetricsOf(row.Cell.Places[0].Sweep), console, stop.Token);
        return End(run, console, asJson, Command(parsed, wanted, [folder, dataDir, threads]));
    }

    private int End(StudyRun run, IAnsiConsole console, bool asJson, string command)
    {
        run.Save();
        var report = StudyReport.Write(run);
        if (asJson)
            JsonText.Write(surroundings.Out, writer => StudyResults.Write(writer, run));
        else
            foreach (var sweep in run.Study.Sweeps)
                StudyText.Write(console, run, sweep);
        console.Line();
        console.Line($"results  {Path.Combine(run.Folder, "results.csv")}, results.json");
        console.Line($"report   {report}");
        if (Cells.Left(run, command) is { } left)
            console.Line(left);
        return Cells.Code(run);
    }

    private StudyRequest Request(ParseResult parsed, Study study, string wanted, IAnsiConsole console)
    {
        string? asked = parsed.GetValue(folder);
        if (asked is { Length: 0 })
            throw new UsageException("--out is empty: give the folder for the study");
        string path = asked ?? Path.Combine(StudiesFolder, study.Name + (study.IsQuick ? "-quick" : ""));
        return new StudyRequest(study, path, DataAccess.Loader(surroundings, parsed.GetValue(dataDir), console.Line))
        {
            Changes = parsed.GetValue(set) ?? [],
            Threads = (int?)parsed.GetValue(threads),
            Command = Command(parsed, wanted, []),
            CellCommand = recipe => CommandText.OfCell(recipe, study.Budget),
            LoadAtHand = DataAccess.AtHand(surroundings, parsed.GetValue(dataDir)),
            CacheFolder = surroundings.CacheFolder,
            Clock = surroundings.Clock,
        };
    }

    // Of the options, the short form and the settings make the study; where and how it runs may differ elsewhere.
    private string Command(ParseResult parsed, string wanted, Option[] besides) => CommandText.Of(
        "study", wanted, [.. parsed.GetValue(quick) ? [quick.Name] : Array.Empty<string>(), .. CommandText.Given(parsed, [set, .. besides])]);
}
