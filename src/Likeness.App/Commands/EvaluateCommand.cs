using System.CommandLine;
using Likeness.App.Commands.Terminal;
using Likeness.App.Reports;
using Likeness.Evaluation;
using Likeness.Experiments;
using Spectre.Console;

namespace Likeness.App.Commands;

/// <summary><c>likeness evaluate RUN</c>: measures a run again on the test part of its data, and writes summary and report anew.</summary>
internal sealed class EvaluateCommand : Command
{
    private readonly Surroundings surroundings;
    private readonly Argument<string> folder = Syntax.Run();
    private readonly Option<string?> dataDir = Syntax.DataDir();
    private readonly Option<long?> importance = Syntax.Whole("--importance",
        "Draws per image for the importance-weighted likelihood (else what the recipe says; 0 for none)", 0, 1_000_000);

    private readonly Option<long?> levels = Syntax.Whole("--levels",
        "Noise levels per image for the bound of a diffusion model (else what the recipe says; 0 for none)", 0, 1_000_000);

    private readonly Option<long?> images = Syntax.Whole("--images",
        "Test images that these likelihoods look at (else what the recipe says; 0 for all)", 0);

    private readonly Option<long?> chains = Syntax.Whole("--chains",
        "Chains of annealed importance sampling, for the constant of a Boltzmann machine (else what the recipe says)", 2, 1_000_000);

    private readonly Option<long?> samples = Syntax.Whole("-n",
        "Samples whose quality and diversity are measured against test and training images (else what the recipe says; 10,000 is usual)", 0, 1_000_000);

    private readonly Option<string?> features = Syntax.Text("--features", "NAME", "What samples are compared by: digits-v1 and the like, pixels, or a file (else that of the data)");

    private readonly Option<long?> outliers = Syntax.Whole("--outliers",
        "Images of each other data set at hand, and of noise, that the model has to tell from test images (else what the recipe says; 0 for none)", 0, 1_000_000);

    private readonly Option<string?> metrics = Syntax.Text("--metrics", "GROUPS",
        $"Only these, with commas between: {string.Join(", ", MetricGroups.All.Select(group => group.Name.Replace(' ', '-')))}");

    private readonly Option<long?> steps = Syntax.Whole("--steps", "Refinement steps of the samples (else the model's own number)", 1);
    private readonly Option<string?> sampler = Syntax.Text("--sampler", "NAME", "The way back from noise of the samples, of a diffusion model (else its own)");
    private readonly Option<bool> json = Syntax.Json();

    public EvaluateCommand(Surroundings surroundings) : base("evaluate", "Measure a run on the test part of its data")
    {
        this.surroundings = surroundings;
        Add(folder);
        foreach (Option option in Given())
            Add(option);
        Add(json);
        SetAction(Execute);
    }

    private IEnumerable<Option> Given() => [dataDir, importance, levels, images, chains, samples, steps, sampler, features, outliers, metrics];

    private int Execute(ParseResult parsed)
    {
        bool asJson = parsed.GetValue(json);
        var console = asJson ? Screen.Error(surroundings) : Screen.Out(surroundings);
        var run = Opening.Run(parsed, folder);
        if (!File.Exists(Path.Combine(run.Folder, "summary.json")))
            throw new UsageException($"run '{run.Folder}' {(run.Finished ? "was stopped before its first evaluation" : "has not finished training")}: " +
                $"go on with it by likeness train {run.Recipe.Model} --out {CommandText.Quote(run.Folder)} --resume");
        var request = Request(parsed, run, console.Line);
        if (!Evaluate(request, console))
            return Stopped(parsed, console, run.Folder);
        RunReport.Write(run.Folder);
        var summary = SummaryText.Read(run.Folder);
        if (asJson)
            JsonText.Write(surroundings.Out, writer => summary.WriteJson(writer, run.Folder));
        else
            Tell(summary, console);
        return 0;
    }

    private static void Tell(SummaryText summary, IAnsiConsole console)
    {
        summary.Table().Write(console);
        foreach (string line in summary.NotDefined)
            console.Line(line);
    }

    private EvaluationRequest Request(ParseResult parsed, Run run, Action<string> tell)
    {
        string? folders = parsed.GetValue(dataDir);
        // A word that is wrong is told before data is loaded.
        var groups = parsed.GetValue(metrics) is { } names ? Groups(names) : null;
        return new EvaluationRequest(run, DataAccess.Loader(surroundings, folders, tell)(run.DataName))
        {
            Importance = (int?)parsed.GetValue(importance),
            Levels = (int?)parsed.GetValue(levels),
            Images = (int?)parsed.GetValue(images),
            Chains = (int?)parsed.GetValue(chains),
            Samples = (int?)parsed.GetValue(samples),
            Steps = (int?)parsed.GetValue(steps),
            Sampler = parsed.GetValue(sampler),
            Features = parsed.GetValue(features),
            Outliers = (int?)parsed.GetValue(outliers),
            Groups = groups,
            LoadAtHand = DataAccess.AtHand(surroundings, folders),
            CacheFolder = surroundings.CacheFolder,
            Clock = surroundings.Clock,
        };
    }

    private static IReadOnlyList<string> Groups(string names)
    {
        try
        {
            return MetricGroups.Parse(names);
        }
        catch (ArgumentException fault)
        {
            throw new UsageException($"--{fault.Message}");
        }
    }

    // False when it was stopped.
    private bool Evaluate(EvaluationRequest request, IAnsiConsole console)
    {
        using var stop = surroundings.WatchForStop();
        console.Line($"evaluating {request.Run.Recipe.Model} on the test part of {request.Data.Name}");
        try
        {
            TrainingView.Follow(console, progress => RunEvaluation.Execute(request with { Progress = progress }, stop.Token));
            return true;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return false;
        }
    }

    private int Stopped(ParseResult parsed, IAnsiConsole console, string path)
    {
        string again = CommandText.Of("evaluate", path, [.. CommandText.Given(parsed, Given())]);
        console.Line($"stopped, the summary is as it was; evaluate again with: {again}");
        if (parsed.GetValue(json))
            JsonText.Write(surroundings.Out, writer => writer.Object(("run", path), ("finished", false), ("resume", again)));
        return Failure.Failed;
    }
}
