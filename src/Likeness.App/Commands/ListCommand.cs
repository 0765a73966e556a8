using System.CommandLine;
using System.Text.Json;
using Likeness.App.Commands.Terminal;
using Likeness.Data;
using Likeness.Evaluation;
using Likeness.Experiments.Studies;
using Likeness.Recipes;
using Spectre.Console;

namespace Likeness.App.Commands;

/// <summary><c>likeness list [models|data|metrics|studies]</c>: what there is.</summary>
internal sealed class ListCommand : Command
{
    // For people alone: behind a pipe, columns are all there is.
    private const string Abilities = "What they can, by command: sample: likeness sample; refine: sample --trajectory; " +
        "condition: sample --label (all but jem: after train --set conditional=true); encode: reconstruct, interpolate; " +
        "classify: classify; likelihood, energy: evaluate";

    private static readonly string[] Subjects = ["models", "data", "metrics", "studies"];

    private readonly Surroundings surroundings;
    private readonly Argument<string?> subject = new("WHAT")
    {
        Description = "models, data, metrics or studies; all of them when it is left out",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> json = Syntax.Flag("--json", "Print JSON");

    public ListCommand(Surroundings surroundings) : base("list", "Show the models, data sets, metrics and studies there are")
    {
        this.surroundings = surroundings;
        Add(subject);
        Add(json);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        string? wanted = parsed.GetValue(subject)?.ToLowerInvariant();
        if (wanted is not null && !Subjects.Contains(wanted))
            throw new UsageException($"list '{wanted}': there is {string.Join(", ", Subjects)}{EditDistance.Suggest(wanted, Subjects)}");
        if (parsed.GetValue(json))
            JsonText.Write(surroundings.Out, writer => WriteJson(writer, wanted));
        else
            WriteTables(Screen.Out(surroundings), wanted is null ? Subjects : [wanted]);
        return 0;
    }

    private static void WriteTables(IAnsiConsole console, string[] subjects)
    {
        foreach (string each in subjects)
        {
            if (subjects.Length > 1)
                console.Line($"{(each == subjects[0] ? "" : "\n")}{char.ToUpperInvariant(each[0])}{each[1..]}");
            (each switch { "models" => Models(), "data" => Sets(), "metrics" => Metrics(), _ => StudyText.All() }).Write(console);
            if (each == "models" && console.IsLive())
                console.Write(new Text($"\n{Abilities}\n"));
        }
    }

    private static Listing Models()
    {
        var table = new Listing("model", "family", "can", "what it is", "paper") { Below = [3, 4] };
        foreach (var model in ModelCatalog.All)
            table.Add(model.Name, model.Card.Family, string.Join(' ', model.Capabilities), WhatItIs(model.Card), model.Card.Paper);
        return table;
    }

    private static string WhatItIs(ModelCard card) =>
        $"{card.Title}: {card.Description}{(card.NeedsLabels ? "; needs labelled data" : "")}{(card.TakesPoints ? "; takes points of the plane too" : "")}";

    private static Listing Sets()
    {
        var table = new Listing("data", "classes", "size", "what it is", "variants") { Right = [1], Below = [3, 4] };
        foreach (var set in DataCatalog.All)
            table.Add(set.Name, set.Classes > 0 ? Figures.Count(set.Classes) : "", set.Size, set.Description,
                string.Join(" ", set.Variants.Select(variant => ":" + variant)));
        return table;
    }

    private static Listing Metrics()
    {
        var table = new Listing("metric", "better", "for", "what it is") { Below = [3] };
        foreach (var metric in MetricCatalog.All)
            table.Add(metric.Name, metric.Better, metric.AppliesTo, metric.Description);
        return table;
    }

    private static void WriteJson(Utf8JsonWriter json, string? wanted)
    {
        if (wanted is not null)
            WriteArray(json, null, wanted);
        else
            json.Object(() => Array.ForEach(Subjects, each => WriteArray(json, each, each)));
    }

    private static void WriteArray(Utf8JsonWriter json, string? name, string wanted)
    {
        switch (wanted)
        {
            case "models":
                json.Array(name, ModelCatalog.All, model => WriteModel(json, model));
                break;
            case "data":
                json.Array(name, DataCatalog.All, set => WriteSet(json, set));
                break;
            case "metrics":
                json.Array(name, MetricCatalog.All, metric => WriteMetric(json, metric));
                break;
            default:
                json.Array(name, StudyCatalog.All, study => WriteStudy(json, study));
                break;
        }
    }

    private static void WriteModel(Utf8JsonWriter json, ModelEntry model) => json.Object(
        ("name", model.Name), ("title", model.Card.Title), ("description", model.Card.Description), ("family", model.Card.Family),
        ("capabilities", model.Capabilities), ("needs_labels", model.Card.NeedsLabels), ("paper", model.Card.Paper));

    private static void WriteSet(Utf8JsonWriter json, DataEntry set) => json.Object(
        ("name", set.Name), ("description", set.Description), ("size", set.Size), ("classes", set.Classes), ("variants", set.Variants),
        ("source", set.Source), ("licence", set.Licence));

    private static void WriteMetric(Utf8JsonWriter json, MetricEntry metric) => json.Object(
        ("name", metric.Name), ("description", metric.Description), ("better", metric.Better), ("applies_to", metric.AppliesTo));

    private static void WriteStudy(Utf8JsonWriter json, Study study) => json.Object(
        ("name", study.Name), ("title", study.Title), ("data", study.Data), ("about", study.About),
        ("models", study.Variants.Select(variant => variant.Model).Distinct()), ("sweeps", study.Sweeps.Select(sweep => sweep.Name)));
}
