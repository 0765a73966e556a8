using System.CommandLine;
using Likeness.App.Commands.Terminal;
using Likeness.Recipes;

namespace Likeness.App.Commands;

/// <summary><c>likeness explain MODEL</c>: what a model is, in ten lines.</summary>
internal sealed class ExplainCommand : Command
{
    private static readonly (string Capability, string Command)[] Commands =
    [
        ("sample", "likeness sample RUN"), ("condition", "likeness sample RUN --label K"), ("refine", "likeness sample RUN --trajectory"),
        ("encode", "likeness reconstruct RUN IMAGES"), ("classify", "likeness classify RUN IMAGES"),
        ("likelihood", "likeness evaluate RUN"), ("energy", "likeness evaluate RUN"),
    ];

    private readonly Surroundings surroundings;
    private readonly Argument<string> model = Syntax.Word("MODEL", "the model, such as vae (see: likeness list models)");
    private readonly Option<bool> json = Syntax.Flag("--json", "Print JSON");

    public ExplainCommand(Surroundings surroundings) : base("explain", "Say in ten lines what a model is, and what it can and cannot do")
    {
        this.surroundings = surroundings;
        Add(model);
        Add(json);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        ModelEntry entry = ModelCatalog.Find(parsed.GetRequiredValue(model));
        (string Head, string Text)[] lines = [.. Lines(entry)];
        if (parsed.GetValue(json))
            JsonText.Write(surroundings.Out, writer => writer.Object([.. lines.Select(line => (line.Head.Replace(' ', '_'), (object)line.Text))]));
        else
            Array.ForEach(lines, line => Screen.Out(surroundings).Line($"{line.Head,-11}{line.Text}"));
        return 0;
    }

    private static IEnumerable<(string Head, string Text)> Lines(ModelEntry entry)
    {
        ModelCard card = entry.Card;
        yield return ("model", $"{entry.Name}, {card.Title}");
        yield return ("family", card.Family);
        yield return ("what", card.Description + (card.NeedsLabels ? "; needs labelled data" : "") + (card.TakesPoints ? "; takes points of the plane too" : ""));
        yield return ("formula", card.Formula);
        yield return ("minimises", card.Learns);
        yield return ("good at", card.GoodAt);
        yield return ("not so at", card.BadAt);
        yield return ("commands", string.Join("; ", Commands.Where(each => entry.Capabilities.Contains(each.Capability)).Select(each => each.Command).Distinct()));
        yield return ("paper", card.Paper);
        yield return ("try", $"likeness train {entry.Name}");
    }
}
