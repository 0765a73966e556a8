using System.CommandLine;
using Likeness.App.Commands.Terminal;
using Likeness.Experiments;
using Likeness.Recipes;
using Likeness.Training;
using Spectre.Console;

namespace Likeness.App.Commands;

/// <summary><c>likeness train MODEL</c>: trains into a run folder, evaluates, and writes the report.</summary>
internal sealed class TrainCommand : Command
{
    private const string RunsFolder = "runs";

    private readonly Surroundings surroundings;
    private readonly Argument<string> model = Syntax.Word("MODEL", "the model, such as vae (see: likeness list models)");
    private readonly Option<string?> data = Syntax.Data();
    private readonly Option<string?> dataDir = Syntax.DataDir();
    private readonly Option<long?> epochs = Syntax.Whole("--epochs", "Passes over the training images", 1);
    private readonly Option<TimeSpan?> budget = Syntax.Duration("--budget", "Train for about this long instead: 90s, 5m, 1h30m");
    private readonly Option<long?> seed = Syntax.Whole("--seed",
        "Decides every random draw; the same seed gives the same bits", 0, long.MaxValue);

    private readonly Option<long?> threads = Syntax.Threads();
    private readonly Option<string[]> set = Syntax.Set();
    private readonly Option<string?> folder = Syntax.Text("--out", "DIR", "The run folder (else runs/MODEL-DATA-sSEED)");
    private readonly Option<bool> resume = Syntax.Flag("--resume", "Go on with the run in the folder");
    private readonly Option<bool> json = Syntax.Json();

    public TrainCommand(Surroundings surroundings) : base("train", "Train a model into a run folder with pictures and a report")
    {
        this.surroundings = surroundings;
        Add(model);
        foreach (Option option in new Option[] { data, dataDir, epochs, budget, seed, threads, set, folder, resume, json })
            Add(option);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        var recipe = RecipeOf(parsed);
        bool asJson = parsed.GetValue(json);
        var console = asJson ? Screen.Error(surroundings) : Screen.Out(surroundings);
        string path = FolderOf(parsed, recipe);
        console.Line($"training {recipe.Model} on {recipe.Data}, seed {recipe["training.seed"]}, into {path}");
        var outcome = Train(console, path, progress => Request(parsed, recipe, path, progress));
        var ending = new TrainingEnding(surroundings, console, asJson);
        return outcome.Finished ? ending.Finished(outcome) : ending.Stopped(outcome, ResumeCommand(parsed, recipe, path));
    }

    private TrainingOutcome Train(IAnsiConsole console, string path, Func<Action<TrainingEvent>, TrainingRequest> request)
    {
        bool isNew = !Path.Exists(path);
        using var stop = surroundings.WatchForStop();
        try
        {
            return TrainingView.Follow(console, progress => TrainingRun.Execute(request(progress), stop.Token));
        }
        finally
        {
            // A training that never began leaves no empty folder behind.
            if (isNew && Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
                Directory.Delete(path);
        }
    }

    private Recipe RecipeOf(ParseResult parsed)
    {
        var recipe = RecipeCatalog.Load(parsed.GetRequiredValue(model));
        if (parsed.GetValue(epochs) is { } passes)
        {
            if (parsed.GetResult(budget) is { } both)
                throw new UsageException($"--epochs {passes} and --budget {both.Tokens[0].Value} exclude each other: give one of them");
            recipe = recipe.Set("training.epochs", Text(passes)).Set("training.steps", "0");
        }
        if (parsed.GetValue(seed) is { } number)
            recipe = recipe.Set("training.seed", Text(number));
        if (parsed.GetValue(data) is { } name)
            recipe = recipe.Set("data.set", name);
        return (parsed.GetValue(set) ?? []).Aggregate(recipe, (changed, assignment) => changed.Set(assignment));
    }

    private string FolderOf(ParseResult parsed, Recipe recipe)
    {
        if (parsed.GetValue(folder) is { } asked)
            return asked.Length > 0 ? asked : throw new UsageException("--out is empty: give the folder for the run");
        string stem = RunNames.Stem(recipe.Model, recipe.Data, recipe["training.seed"]);
        return parsed.GetValue(resume) ? RunNames.Latest(RunsFolder, stem) : RunNames.Free(RunsFolder, stem);
    }

    private TrainingRequest Request(ParseResult parsed, Recipe recipe, string path, Action<TrainingEvent> progress) =>
        new(recipe, path, DataAccess.Loader(surroundings, parsed.GetValue(dataDir), line => progress(new PhaseStarted(line))))
        {
            LoadAtHand = DataAccess.AtHand(surroundings, parsed.GetValue(dataDir)),
            CacheFolder = surroundings.CacheFolder,
            Threads = (int?)parsed.GetValue(threads),
            Budget = parsed.GetValue(budget),
            Resume = parsed.GetValue(resume),
            // What it takes to make the same run elsewhere: neither folders nor threads nor the way of printing.
            Command = CommandText.Of("train", recipe.Model, [.. CommandText.Given(parsed, data, epochs, budget, seed, set)]),
            Clock = surroundings.Clock,
            Progress = progress,
        };

    private string ResumeCommand(ParseResult parsed, Recipe recipe, string path) => CommandText.Of(
        "train", recipe.Model, [$"--out {CommandText.Quote(path)}", "--resume", .. CommandText.Given(parsed, dataDir)]);

    private static string Text(long number) => FormattableString.Invariant($"{number}");
}
