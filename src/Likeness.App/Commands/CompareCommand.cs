using System.CommandLine;
using Likeness.App.Commands.Terminal;
using Likeness.App.Reports.Comparisons;
using Likeness.Experiments.Comparisons;
using Likeness.Experiments.Features;
using Likeness.Experiments.Studies;
using Likeness.Recipes;
using Spectre.Console;

namespace Likeness.App.Commands;

/// <summary><c>likeness compare</c>: trains several models under one budget, measures them by one ruler, and ends in a table and a report.</summary>
internal sealed class CompareCommand : Command
{
    private const string ComparisonsFolder = "comparisons", Everything = "all";
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(60), Short = TimeSpan.FromSeconds(18);

    private const int ManySamples = 1000, FewSamples = 500;

    private readonly Surroundings surroundings;
    private readonly Option<string?> models = Syntax.Text("--models", "a,b,c|all", "Which models (else one or two of each family)");
    private readonly Option<string?> data = Syntax.Data();
    private readonly Option<string?> dataDir = Syntax.DataDir();
    private readonly Option<TimeSpan?> budget = Syntax.Duration("--budget", "How long each model trains: 90s, 10m, 1h (else 60s)");
    private readonly Option<long?> steps = Syntax.Whole("--steps", "Training steps of each model instead", 1);
    private readonly Option<long?> seeds = Syntax.Whole("--seeds", "How often each is trained, with seeds 1, 2, ..", 1, 1000);
    private readonly Option<long?> samples = Syntax.Whole("-n", "Samples of each that are measured (else 1,000; 500 with --quick)", 2, 1_000_000);
    private readonly Option<string?> features = Syntax.Text("--features", "NAME", "What samples are compared by: digits-v1 and the like, pixels, or a file (else that of the data)");
    private readonly Option<bool> quick = Syntax.Flag("--quick", "The short form: small images, 18s each");
    private readonly Option<long?> threads = Syntax.Threads();
    private readonly Option<string[]> set = Syntax.Set();
    private readonly Option<string?> folder = Syntax.Text("--out", "DIR", "The comparison's folder (else comparisons/DATA)");
    private readonly Option<bool> resume = Syntax.Flag("--resume", "Go on with the comparison in the folder");
    private readonly Option<bool> json = Syntax.Json();

    public CompareCommand(Surroundings surroundings) : base("compare", "Train several models under one budget and measure them by one ruler")
    {
        this.surroundings = surroundings;
        foreach (Option option in new Option[] { models, data, dataDir, budget, steps, seeds, samples, features, quick, threads, set, folder, resume, json })
            Add(option);
        SetAction(Execute);
    }

    private IEnumerable<Option> OfPlan => [models, data, budget, steps, seeds, samples];

    private int Execute(ParseResult parsed)
    {
        bool asJson = parsed.GetValue(json);
        var console = asJson ? Screen.Error(surroundings) : Screen.Out(surroundings);
        string path = FolderOf(parsed);
        var run = new StudyRun(Request(parsed, path, console), console.Line);
        console.Line($"comparing {run.Study.Title}: {run.Rows.Count} trainings into {run.Folder}");
        using (var stop = surroundings.WatchForStop())
            Cells.Run(run, _ => ComparisonText.AtAGlance, console, stop.Token);
        run.Save();
        var report = ComparisonReport.Write(run);
        if (asJson)
            JsonText.Write(surroundings.Out, writer => StudyResults.Write(writer, run));
        else
            ComparisonText.Write(console, run);
        console.Line($"results  {Path.Combine(run.Folder, "results.csv")}, results.json");
        console.Line($"report   {report}");
        if (Cells.Left(run, Command(parsed, [dataDir, threads], [$"--out {CommandText.Quote(path)}", "--resume"])) is { } left)
            console.Line(left);
        return Cells.Code(run);
    }

    private StudyRequest Request(ParseResult parsed, string path, IAnsiConsole console)
    {
        var study = StudyOf(parsed, path);
        return new StudyRequest(study, path, DataAccess.Loader(surroundings, parsed.GetValue(dataDir), console.Line))
        {
            Changes = parsed.GetValue(set) ?? [],
            LeaveOutImpossible = true,
            Features = FeaturesFor(parsed, study.Data, console),
            Threads = (int?)parsed.GetValue(threads),
            Command = (IsAsBegun(parsed) ? StudyResults.CommandIn(path) : null) ?? Command(parsed, [], []),
            CellCommand = recipe => CommandText.OfCell(recipe, study.Budget),
            LoadAtHand = DataAccess.AtHand(surroundings, parsed.GetValue(dataDir)),
            CacheFolder = surroundings.CacheFolder,
            Clock = surroundings.Clock,
        };
    }

    private string? FeaturesFor(ParseResult parsed, string set, IAnsiConsole console)
    {
        if (parsed.GetValue(features) is { } wanted)
            return wanted;
        if (FeatureCatalog.Knows(set))
            return null;
        console.Line($"no features for {set} come with the program: samples are compared by their pixels (better: likeness features train NAME --data {set}, and --features FILE)");
        return FeatureCatalog.Pixels;
    }

    // What a comparison was begun with need not be said again.
    private bool IsAsBegun(ParseResult parsed) =>
        parsed.GetValue(resume) && !parsed.GetValue(quick) && OfPlan.All(option => parsed.GetResult(option) is null);

    private Study StudyOf(ParseResult parsed, string path)
    {
        if (IsAsBegun(parsed) && StudyCatalog.Saved(path) is { } saved)
            return saved;
        if (parsed.GetValue(budget) is not null && parsed.GetResult(steps) is { } both)
            throw new UsageException($"--budget {parsed.GetResult(budget)!.Tokens[0].Value} and --steps {both.Tokens[0].Value} exclude each other: give one of them");
        bool isQuick = parsed.GetValue(quick);
        long? count = parsed.GetValue(steps);
        return new ComparisonPlan
        {
            Models = ModelsOf(parsed.GetValue(models)),
            Data = DataOf(parsed),
            Budget = parsed.GetValue(budget) ?? (count is null ? isQuick ? Short : Usual : null),
            Steps = count,
            Seeds = (int)(parsed.GetValue(seeds) ?? 1),
            Settings = ComparisonPlan.Measuring((int)(parsed.GetValue(samples) ?? (isQuick ? FewSamples : ManySamples)), isQuick),
        }.ToStudy();
    }

    private string DataOf(ParseResult parsed) => parsed.GetValue(data) ?? (parsed.GetValue(quick) ? "glyphs:14" : "glyphs");

    private static IReadOnlyList<string> ModelsOf(string? wanted)
    {
        if (wanted is null)
            return ComparisonPlan.Representatives;
        if (wanted.Trim().Equals(Everything, StringComparison.OrdinalIgnoreCase))
            return [.. ModelCatalog.All.Select(entry => entry.Name)];
        string[] names = wanted.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UsageException($"--models {wanted}: {twice.Key} is named twice");
        return names.Length > 0 ? names : throw new UsageException($"--models '{wanted}' names none: give some, such as vae,gan, or all");
    }

    private string FolderOf(ParseResult parsed)
    {
        string stem = RunNames.Plain(DataOf(parsed)) + (parsed.GetValue(quick) ? "-quick" : "");
        string? asked = parsed.GetValue(folder);
        if (asked is { Length: 0 })
            throw new UsageException("--out is empty: give the folder for the comparison");
        if (parsed.GetValue(resume))
            return asked ?? RunNames.Latest(ComparisonsFolder, stem);
        if (asked is not null && StudyCatalog.Saved(asked) is not null)
            throw new UsageException($"--out {asked} holds a comparison: go on with it by --resume, or choose another folder");
        return asked ?? RunNames.Free(ComparisonsFolder, stem);
    }

    // Of the options, those of the plan make the comparison; where and how it runs may differ elsewhere.
    private string Command(ParseResult parsed, Option[] besides, IReadOnlyList<string> more) => string.Join(' ',
        ["likeness compare", .. parsed.GetValue(quick) ? [quick.Name] : Array.Empty<string>(), .. CommandText.Given(parsed, [.. OfPlan, features, set, .. besides]), .. more]);
}
