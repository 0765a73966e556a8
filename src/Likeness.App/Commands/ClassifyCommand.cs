using System.CommandLine;
using System.Text.Json;
using Likeness.App.Commands.Terminal;
using Likeness.Evaluation;
using Likeness.Experiments;

namespace Likeness.App.Commands;

/// <summary><c>likeness classify RUN IMAGE...</c>: the class of each image, with its probability and the runner-up.</summary>
internal sealed class ClassifyCommand : Command
{
    private readonly Surroundings surroundings;
    private readonly Argument<string> folder = Syntax.Run();
    private readonly Argument<string[]> images = new("IMAGE")
    {
        Description = "PNG, IDX or NPY files of images of the run's size",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> json = Syntax.Flag("--json", "Print JSON, with the probability of every class");

    public ClassifyCommand(Surroundings surroundings) : base("classify", "Name the classes of images")
    {
        this.surroundings = surroundings;
        Add(folder);
        Add(images);
        Add(json);
        SetAction(Execute);
    }

    private int Execute(ParseResult parsed)
    {
        var run = Opening.Run(parsed, folder);
        string[] files = parsed.GetRequiredValue(images);
        List<Answer> answers = [.. files.SelectMany(file => Classify(run, file))];
        if (parsed.GetValue(json))
            JsonText.Write(surroundings.Out, writer => writer.Array(null, answers, answer => Write(writer, run, answer)));
        else
            Table(run, answers).Write(Screen.Out(surroundings));
        return 0;
    }

    private static IEnumerable<Answer> Classify(Run run, string file)
    {
        var batch = Opening.Images(run, file);
        float[][] rows = Classification.Probabilities(run.Model, batch, run.Backend);
        return rows.Select((row, i) => new Answer(rows.Length == 1 ? file : $"{file}[{i}]", row));
    }

    private static Listing Table(Run run, List<Answer> answers)
    {
        var table = new Listing("image", "class", "probability", "next", "probability") { Right = [2, 4] };
        foreach (var answer in answers)
        {
            int[] order = [.. Enumerable.Range(0, answer.Probabilities.Length).OrderByDescending(k => answer.Probabilities[k])];
            table.Add(answer.Image, NameOf(run, order[0]), Percent(answer.Probabilities[order[0]]),
                order.Length > 1 ? NameOf(run, order[1]) : "", order.Length > 1 ? Percent(answer.Probabilities[order[1]]) : "");
        }
        return table;
    }

    private static void Write(Utf8JsonWriter json, Run run, Answer answer) => json.Object(() =>
    {
        int best = Array.IndexOf(answer.Probabilities, answer.Probabilities.Max());
        json.WriteString("image", answer.Image);
        json.WriteString("class", NameOf(run, best));
        json.WriteNumber("probability", answer.Probabilities[best]);
        json.WritePropertyName("probabilities");
        json.Object(() =>
        {
            for (int k = 0; k < answer.Probabilities.Length; k++)
                json.WriteNumber(NameOf(run, k), answer.Probabilities[k]);
        });
    });

    private static string NameOf(Run run, int index) =>
        index < run.ClassNames.Count ? run.ClassNames[index] : FormattableString.Invariant($"{index}");

    private static string Percent(float part) => FormattableString.Invariant($"{100 * part:0.00} %");

    private sealed record Answer(string Image, float[] Probabilities);
}
