using System.CommandLine;
using Likeness.App.Commands.Terminal;
using Likeness.Experiments;
using Likeness.Recipes;
using Likeness.Training;

namespace Likeness.App.Commands;

/// <summary><c>likeness profile MODEL</c>: where the time of a training step goes.</summary>
internal sealed class ProfileCommand : Command
{
    private readonly Surroundings surroundings;
    private readonly Argument<string> model = Syntax.Word("MODEL", "the model, such as vae (see: likeness list models)");
    private readonly Option<string?> data = Syntax.Data();
    private readonly Option<string?> dataDir = Syntax.DataDir();
    private readonly Option<long?> batch = Syntax.Whole("--batch", "Images in a step (else the recipe's)", 1, 1_000_000);
    private readonly Option<long?> threads = Syntax.Threads();
    private readonly Option<string[]> set = Syntax.Set();
    private readonly Option<TimeSpan?> time = Syntax.Duration("--time", "About how long to measure each stage (else 2s)");
    private readonly Option<bool> plan = Syntax.Flag("--plan", "In the order of the plan, not the largest first");
    private readonly Option<bool> json = Syntax.Json();

    public ProfileCommand(Surroundings surroundings) : base("profile", "Show where the time of a model's training step goes")
    {
        this.surroundings = surroundings;
        Add(model);
        foreach (Option option in new Option[] { data, dataDir, batch, threads, set, time, plan, json })
            Add(option);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        bool asJson = parsed.GetValue(json);
        var console = asJson ? Screen.Error(surroundings) : Screen.Out(surroundings);
        void Tell(TrainingEvent told)
        {
            if (told is PhaseStarted phase)
                console.Line(phase.What);
        }

        var request = new ProfileRequest(RecipeOf(parsed), DataAccess.Loader(surroundings, parsed.GetValue(dataDir), console.Line))
        {
            Threads = (int?)parsed.GetValue(threads),
            Time = parsed.GetValue(time) ?? TimeSpan.FromSeconds(2),
            Clock = surroundings.Clock,
            Progress = Tell,
        };
        var text = new ProfileText(StepProfile.Measure(request));
        if (asJson)
            JsonText.Write(surroundings.Out, text.WriteJson);
        else
            text.Write(console, parsed.GetValue(plan));
        return 0;
    }

    private Recipe RecipeOf(ParseResult parsed)
    {
        var recipe = RecipeCatalog.Load(parsed.GetRequiredValue(model));
        if (parsed.GetValue(data) is { } name)
            recipe = recipe.Set("data.set", name);
        if (parsed.GetValue(batch) is { } images)
            recipe = recipe.Set("training.batch", FormattableString.Invariant($"{images}"));
        return (parsed.GetValue(set) ?? []).Aggregate(recipe, (changed, assignment) => changed.Set(assignment));
    }
}
