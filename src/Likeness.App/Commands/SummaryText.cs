using System.Text.Json;
using Likeness.App.Commands.Terminal;
using Likeness.App.Reports;
using Likeness.App.Reports.Runs;

namespace Likeness.App.Commands;

/// <summary>The summary of a run as a table for people and as JSON for programs.</summary>
internal sealed class SummaryText
{
    private const string File = "summary.json", LeftOut = "not measured: ";

    // Long tables that the run folder keeps for the report.
    private static readonly string[] Bulky = ["latent", "reliability", "pictures"];

    private readonly JsonElement root;

    private SummaryText(JsonElement root) => this.root = root;

    /// <summary>The model's name.</summary>
    public string Model => root.GetProperty("model").GetString()!;

    /// <summary>What to know before trusting the run.</summary>
    public IReadOnlyList<string> Warnings => SummaryReader.Read(root).Warnings;

    /// <summary>What was not measured, a line each: why.</summary>
    public IEnumerable<string> NotDefined => SummaryReader.Read(root).NotDefined.Select(left => left.Reason.StartsWith(LeftOut, StringComparison.Ordinal)
        ? $"not measured for {Model}: {left.Group}: {left.Reason[LeftOut.Length..]}" : $"not defined for {Model}: {left.Group}: {left.Reason}");

    public static SummaryText Read(string folder)
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(folder, File)));
        return new SummaryText(document.RootElement.Clone());
    }

    /// <summary>The figures, each with the kind of number it is.</summary>
    public Listing Table()
    {
        var table = new Listing("metric", "value", "unit", "n", "kind") { Right = [1, 3] };
        var all = SummaryReader.Read(root).Measurements;
        // What the loss was while the model still changed is for the report's curves, unless nothing else was measured.
        var final = all.Where(measured => !measured.Name.StartsWith("train/", StringComparison.Ordinal)).ToArray();
        foreach (var measured in final.Length > 0 ? final : all)
            table.Add(measured.Name, Value(measured), measured.Unit, measured.N is { } n ? Figures.Count(n) : "", measured.Kind);
        return table;
    }

    public void WriteJson(Utf8JsonWriter json, string folder) => json.Object(() =>
    {
        json.Members(("run", folder), ("finished", true), ("report", Path.Combine(folder, "report.html")));
        foreach (var member in root.EnumerateObject().Where(member => !Bulky.Contains(member.Name)))
            member.WriteTo(json);
    });

    // A true minus sign is fine to read and bad to paste.
    private static string Value(Measurement measured) => Numbers.Measured(measured.Value, measured.Error).Replace('\u2212', '-');
}
