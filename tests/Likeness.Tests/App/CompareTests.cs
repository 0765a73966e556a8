using System.Text.Json;
using System.Xml.Linq;
using Likeness.Experiments.Studies;
using Likeness.Tests.Formats;
using Likeness.Tests.Reports;
using Xunit;

namespace Likeness.Tests.App;

/// <summary><c>likeness compare</c> on a folder of small images.</summary>
public sealed class CompareTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public CompareTests() => SmallData.Write(folder["data"]);

    private string[] Command =>
        ["compare", "--models", "vae,rbm,gan", "--data", folder["data"], "--steps", "20", "--seeds", "2", "-n", "30", .. Small, "--out", folder["comparison"]];

    private static string[] Small => ["--set", "training.batch=20", "--set", "annealing_temperatures=200"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_comparison_ends_in_one_table_and_one_report()
    {
        string told = Ran.Well(Command);
        Assert.Contains("samples are compared by their pixels", told);
        Assert.Matches(@"model\s+FID\s+KID\s+precision\s+recall\s+.*log-likelihood", told);
        Assert.Matches(@"vae\s+[\d.,]+ \+- [\d.]+", told);
        Assert.Matches(@"real images\s+[\d.,]+ ", told);
        using var json = JsonDocument.Parse(File.ReadAllBytes(folder["comparison", "results.json"]));
        JsonElement[] rows = [.. json.RootElement.GetProperty("rows").EnumerateArray()];
        Assert.Equal(["vae 1", "vae 2", "rbm 1", "rbm 2", "gan 1", "gan 2"], rows.Select(row => $"{row.GetProperty("model").GetString()} {row.GetProperty("seed").GetString()}"));
        Assert.All(rows, row => Assert.Equal(30, row.GetProperty("metrics").GetProperty("samples/fid").GetProperty("n").GetInt32()));
        Assert.All(rows, row => Assert.Contains("pixels", row.GetProperty("metrics").GetProperty("samples/fid").GetProperty("kind").GetString()));
        Assert.Equal(7, File.ReadAllLines(folder["comparison", "results.csv"]).Length);
        CheckReport();
    }

    // Every chapter is there, and the page asks the network for nothing.
    private void CheckReport()
    {
        ReportPage page = ReportPage.At(folder["comparison", "report.html"]);
        Assert.Equal(["table", "plots", "samples", "training", "models", "fair", "cells", "reproduce", "bibliography"], page.All("section").Select(section => section.Attribute("id")!.Value));
        Assert.Equal(["vae", "rbm", "gan", "real images"], page.Section("table")!.Descendants("tbody").First().Elements("tr").Select(row => row.Element("th")!.Elements().First().Value));
        Assert.Equal(["vae", "rbm", "gan"], page.Section("samples")!.Descendants("img").Take(3).Select(image => image.Attribute("alt")!.Value));
        Assert.Equal(3, page.Section("models")!.Elements("h3").Count());
        Assert.Contains(page.Section("models")!.Descendants("dd"), reason => reason.Value == "it draws images and gives them no density.");
        Assert.Contains(page.Section("table")!.Descendants("dt"), term => term.Value == "empty");
        Assert.All(page.Section("models")!.Descendants("a").Attributes("href").Where(link => !link.Value.StartsWith("https://", StringComparison.Ordinal)),
            link => Assert.True(File.Exists(folder["comparison", link.Value])));
        Assert.Contains("Heusel", page.Section("bibliography")!.Value);
        Assert.Empty(page.Missing);
        Assert.All(page.Root.DescendantsAndSelf().Attributes("src"), source => Assert.StartsWith("data:image/png;base64,", source.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void It_goes_on_only_when_told_to()
    {
        Ran.Well(Command);
        Ran.Badly(2, ["holds a comparison: go on with it by --resume"], Command);
        string? first = StudyResults.CommandIn(folder["comparison"]);
        File.Delete(folder["comparison", "cells", "gan-s2", "summary.json"]);
        string told = Ran.Well(["compare", "--out", folder["comparison"], .. Small, "--resume"]);
        Assert.Contains("cell 6/6  gan, seed 2", told);
        Assert.DoesNotContain("cell 1/6", told);
        Assert.Contains("--models", first);
        Assert.Equal(first, StudyResults.CommandIn(folder["comparison"]));
    }

    [Fact]
    public void What_cannot_be_compared_is_a_line()
    {
        Ran.Badly(2, ["unknown model 'vea'"], "compare", "--models", "vea,gan");
        Ran.Badly(2, ["gan is named twice"], "compare", "--models", "gan,vae,gan");
        Ran.Badly(2, ["--budget 5s and --steps 3 exclude each other"], "compare", "--budget", "5s", "--steps", "3");
        Ran.Badly(2, ["no model of study 'comparison' has that setting"], [.. Command, "--set", "nothing=1"]);
        Ran.Badly(1, ["there are no features 'digits-v2'"], [.. Command, "--features", "digits-v2"]);
        Assert.False(Directory.Exists(folder["comparison"]));
    }
}
