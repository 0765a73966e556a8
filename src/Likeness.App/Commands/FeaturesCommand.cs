using System.CommandLine;
using Likeness.App.Commands.Terminal;
using Likeness.App.Reports;
using Likeness.Experiments;
using Likeness.Experiments.Features;
using Likeness.Recipes;
using Likeness.Training;

namespace Likeness.App.Commands;

/// <summary><c>likeness features train NAME --data SET</c>: trains the classifier whose inside samples are compared by.</summary>
internal sealed class FeaturesCommand : Command
{
    private readonly Surroundings surroundings;
    private readonly Argument<string> name = Syntax.Word("NAME", "what to call the features, such as signs-v1: printed beside every number that they give");
    private readonly Option<string?> data = Syntax.Data();
    private readonly Option<string?> dataDir = Syntax.DataDir();
    private readonly Option<long?> epochs = Syntax.Whole("--epochs", "Passes over the training images (else 12)", 1);
    private readonly Option<long?> seed = Syntax.Whole("--seed", "Decides every random draw; the same seed gives the same bits", 0, long.MaxValue);
    private readonly Option<long?> threads = Syntax.Threads();
    private readonly Option<string?> folder = Syntax.Text("--out", "DIR", "The run folder (else features/NAME)");
    private readonly Option<bool> resume = Syntax.Flag("--resume", "Go on with the run in the folder");

    public FeaturesCommand(Surroundings surroundings) : base("features", "Make features to measure samples by, for data that has none")
    {
        this.surroundings = surroundings;
        var train = new Command("train", "Train a classifier; numbers that its features give compare only among themselves") { name };
        foreach (Option option in new Option[] { data, dataDir, epochs, seed, threads, folder, resume })
            train.Add(option);
        train.SetAction(Train);
        Add(train);
    }

    private int Train(ParseResult parsed)
    {
        string called = parsed.GetRequiredValue(name), path = parsed.GetValue(folder) ?? Path.Combine("features", called);
        if (called.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
            throw new UsageException($"features '{called}' cannot name a file: use letters, digits and hyphens");
        Recipe recipe = RecipeOf(parsed);
        var console = Screen.Out(surroundings);
        console.Line($"training features {called} on {recipe.Data}, into {path}");
        using var stop = surroundings.WatchForStop();
        var outcome = TrainingView.Follow(console, progress => TrainingRun.Execute(Request(parsed, recipe, path, progress), stop.Token));
        if (!outcome.Finished)
            return new TrainingEnding(surroundings, console, false).Stopped(outcome, CommandText.Of(
                "features train", called, ["--resume", .. CommandText.Given(parsed, data, dataDir, epochs, seed, folder)]));
        SummaryText.Read(outcome.Folder).Table().Write(console);
        RunReport.Write(outcome.Folder);
        string file = FeatureTraining.Save(outcome.Folder, called);
        console.Line($"\nfeatures {file}");
        console.Line($"next     likeness evaluate RUN -n 10000 --features {CommandText.Quote(file)}");
        return 0;
    }

    private Recipe RecipeOf(ParseResult parsed)
    {
        Recipe recipe = FeatureTraining.Recipe(parsed.GetValue(data) ?? throw new UsageException("--data is missing: say what the features are for, such as --data alpha-digits"));
        if (parsed.GetValue(epochs) is { } passes)
            recipe = recipe.Set("training.epochs", FormattableString.Invariant($"{passes}"));
        return parsed.GetValue(seed) is { } number ? recipe.Set("training.seed", FormattableString.Invariant($"{number}")) : recipe;
    }

    private TrainingRequest Request(ParseResult parsed, Recipe recipe, string path, Action<TrainingEvent> progress) =>
        new(recipe, path, DataAccess.Loader(surroundings, parsed.GetValue(dataDir), line => progress(new PhaseStarted(line))))
        {
            Threads = (int?)parsed.GetValue(threads),
            Resume = parsed.GetValue(resume),
            Command = CommandText.Of("features train", parsed.GetRequiredValue(name), [.. CommandText.Given(parsed, data, epochs, seed)]),
            Clock = surroundings.Clock,
            Progress = progress,
        };
}
