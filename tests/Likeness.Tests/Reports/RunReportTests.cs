using System.Text.Json.Nodes;
using System.Xml.Linq;
using Likeness.App.Reports;
using Xunit;

namespace Likeness.Tests.Reports;

public class RunReportTests
{
    [Fact]
    public void A_whole_run_has_every_chapter_and_misses_nothing()
    {
        using var run = FakeRun.Whole();
        var page = ReportPage.Of(run);
        Assert.Equal(["glance", "pictures", "training", "classes", "latent", "classification", "figures", "recipe", "reproduce", "reference"],
            page.All("section").Select(section => section.Attribute("id")!.Value));
        Assert.Empty(page.Missing);
        Assert.Equal(3, page.All("img").Count());
        Assert.Equal("Variational autoencoder", page.All("h1").Single().Value);
    }

    [Fact]
    public void Tiles_name_the_kind_of_number_and_how_many_examples()
    {
        using var run = FakeRun.Whole();
        var tile = ReportPage.Of(run).Section("glance")!.Descendants("dl").Single().Elements("div").First();
        Assert.Equal("Test ELBO", tile.Element("dt")!.Value);
        Assert.Contains("−134.62 ± 0.38", tile.Value, StringComparison.Ordinal);
        Assert.Contains("lower bound", tile.Value, StringComparison.Ordinal);
        Assert.Contains("n = 10,000", tile.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_stand_before_everything_else()
    {
        using var run = FakeRun.Whole();
        Assert.DoesNotContain(ReportPage.Of(run).All("p"), paragraph => paragraph.Attribute("class")?.Value == "warning");
        var summary = FakeRun.Summary();
        summary["warnings"] = new JsonArray("mode collapse: all alike");
        run.Put("summary.json", summary.ToJsonString());
        Assert.Equal("mode collapse: all alike", ReportPage.Of(run).Section("glance")!.Descendants("p").First(p => p.Attribute("class")?.Value == "warning").Value);
    }

    [Fact]
    public void The_table_holds_every_figure_and_explains_its_kinds()
    {
        using var run = FakeRun.Whole();
        var figures = ReportPage.Of(run).Section("figures")!;
        Assert.Equal(FakeRun.Summary()["metrics"]!.AsObject().Select(member => member.Key), figures.Descendants("tbody").Single().Descendants("code").Select(code => code.Value));
        Assert.Contains("never between models", figures.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Losses_of_like_size_share_a_chart_and_the_others_have_their_own()
    {
        using var run = FakeRun.Whole();
        var titles = ReportPage.Of(run).Section("training")!.Descendants("figcaption").Select(caption => caption.Element("strong")!.Value);
        Assert.Equal(["Losses", "Loss: kl", "Accuracy", "Learning rate"], titles);
    }

    [Fact]
    public void The_same_folder_gives_the_same_bytes_and_leaves_no_draft()
    {
        using var run = FakeRun.Whole();
        var first = ReportPage.Of(run).Text;
        Assert.Equal(first, ReportPage.Of(run).Text);
        Assert.Empty(Directory.GetFiles(run.Folder, "*.tmp"));
    }

    [Fact]
    public void Nothing_from_a_run_becomes_markup()
    {
        const string hostile = "\"><script>alert('x')</script><img src=x onerror=alert(1)>]]>&amp;";
        using var run = FakeRun.Whole();
        var summary = FakeRun.Summary();
        foreach (var name in new[] { "model", "title", "family", "paper", "data", "data_checksum", "seed", "version", "machine", "command", "loss_unit" })
            summary[name] = name + hostile;
        summary["metrics"] = new JsonObject { ["test/" + hostile] = new JsonObject { ["value"] = 1, ["kind"] = hostile, ["unit"] = hostile } };
        summary["confusion"] = new JsonObject { ["classes"] = new JsonArray(hostile), ["counts"] = new JsonArray(new JsonArray(1)) };
        summary["latent"] = new JsonObject { ["points"] = new JsonArray(new JsonArray(1, 2), new JsonArray(2, 3)), ["labels"] = new JsonArray(hostile, "b") };
        summary["pictures"] = new JsonArray(new JsonObject { ["file"] = "trajectory.png", ["title"] = hostile, ["caption"] = hostile }, new JsonObject { ["file"] = hostile });
        run.Put("summary.json", summary.ToJsonString());
        run.Put("recipe.yaml", $"model: {hostile}\n# </code></pre></details>");
        run.Put("metrics.jsonl", new JsonObject { ["kind"] = "step", ["stage"] = hostile, ["step"] = 1, ["losses"] = new JsonObject { [hostile] = 1 } }.ToJsonString());
        var page = ReportPage.Of(run);
        Assert.Single(page.All("script"));
        Assert.DoesNotContain(page.Root.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.Equal($"model: {hostile}\n# </code></pre></details>", page.Section("recipe")!.Descendants("code").Single().Value);
        Assert.Equal("title" + hostile, page.All("h1").Single().Value);
    }

    [Fact]
    public void An_empty_folder_gives_a_page_that_says_what_is_missing()
    {
        using var run = new FakeRun();
        var missing = string.Join('\n', ReportPage.Of(run).Missing);
        foreach (var reason in new[] { "no samples.png", "no summary.json yet: it has not finished", "no metrics.jsonl", "no recipe.yaml" })
            Assert.Contains(reason, missing, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_of_samples_stand_beside_those_of_test_images()
    {
        using var run = FakeRun.Whole();
        var classes = ReportPage.Of(run).Section("classes")!;
        Assert.Contains("Most often 1 (50.0 %), least 2 (0.0 %); 1 of 3 classes are missing.", classes.Value.Replace('\u2009', ' ').Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("the share among test images", classes.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_measured_stands_below_the_figures()
    {
        using var run = FakeRun.Whole();
        Assert.Contains("it has no constant that annealing could estimate", ReportPage.Of(run).Section("figures")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_parts_are_named_and_the_rest_stands()
    {
        using var run = FakeRun.Whole();
        var summary = FakeRun.Summary();
        summary["confusion"] = new JsonObject { ["classes"] = new JsonArray("a", "b"), ["counts"] = new JsonArray(new JsonArray(1)) };
        summary["latent"] = 3;
        summary["classes"] = new JsonObject { ["names"] = new JsonArray("a", "b"), ["samples"] = new JsonArray(1) };
        summary["metrics"] = new JsonObject();
        summary["pictures"] = new JsonArray(new JsonObject { ["file"] = "../elsewhere.png" }, new JsonObject { ["file"] = "gone.png" });
        run.Put("summary.json", summary.ToJsonString());
        run.Put("samples.png", "no picture");
        run.Put("metrics.jsonl", "\n{torn");
        var page = ReportPage.Of(run);
        var missing = string.Join('\n', page.Missing);
        foreach (var reason in new[] { "not 2 x 2", "has no points", "2 names, 1 shares of samples and 0 of test images", "has no metrics", "../elsewhere.png lies outside the run folder", "no gone.png", "samples.png is not a PNG", "no readable line" })
            Assert.Contains(reason, missing, StringComparison.Ordinal);
        Assert.NotEmpty(page.Section("reference")!.Descendants("a"));
    }

    [Fact]
    public void A_run_without_optional_parts_has_no_chapter_for_them()
    {
        using var run = FakeRun.Whole();
        var summary = FakeRun.Summary();
        foreach (var name in new[] { "confusion", "latent", "reliability", "paper", "classes" })
            summary.Remove(name);
        run.Put("summary.json", summary.ToJsonString());
        var page = ReportPage.Of(run);
        Assert.All(new[] { "latent", "classification", "reference", "classes" }, id => Assert.Null(page.Section(id)));
    }

    [Fact]
    public void Curves_that_are_all_NaN_still_give_a_page()
    {
        using var run = FakeRun.Whole();
        run.Put("metrics.jsonl", """{"kind":"step","step":1,"losses":{"loss":"NaN"}}""");
        Assert.Contains("no finite values", ReportPage.Of(run).Section("training")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_that_is_no_JSON_object_is_one_clear_line()
    {
        using var run = FakeRun.Whole();
        run.Put("summary.json", "{\n\"model\": ");
        var fault = Assert.Throws<InvalidDataException>(() => RunReport.Write(run.Folder));
        Assert.Matches(@"^'.*summary\.json' is not valid JSON \(line 2\): run the evaluation again", fault.Message);
        run.Put("summary.json", "[]");
        Assert.Contains("holds a JSON Array, not an object", Assert.Throws<InvalidDataException>(() => RunReport.Write(run.Folder)).Message, StringComparison.Ordinal);
        Assert.Contains("no run folder at 'nowhere/at-all'", Assert.Throws<DirectoryNotFoundException>(() => RunReport.Write("nowhere/at-all")).Message, StringComparison.Ordinal);
    }
}
