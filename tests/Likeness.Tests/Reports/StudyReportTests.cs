using System.Xml.Linq;
using Likeness.App.Reports.Studies;
using Likeness.Experiments.Studies;
using Likeness.Tests.Experiments;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.Reports;

public sealed class StudyReportTests : IDisposable
{
    private readonly TemporaryFolder folders = new();

    public void Dispose() => folders.Dispose();

    [Fact]
    public void A_whole_study_has_a_chapter_a_sweep_and_misses_nothing()
    {
        ReportPage page = Page(SmallStudy.Finish(folders["study"]));
        Assert.Equal(["sweep-1", "sweep-2", "cells", "plan", "reproduce"], page.All("section").Select(section => section.Attribute("id")!.Value));
        Assert.Empty(page.Missing);
        Assert.Equal("A small study", page.All("h1").Single().Value);
        Assert.Equal(["Width", "Beta", "All cells", "Plan", "Reproduce"], page.All("h2").Select(title => title.Value));
        Assert.Empty(Directory.GetFiles(folders["study"], "*.tmp"));
    }

    [Fact]
    public void Charts_have_a_line_a_variant_and_curves_a_line_a_cell()
    {
        ReportPage page = Page(SmallStudy.Finish(folders["study"]));
        var charts = page.Section("sweep-1")!.Descendants("svg").Where(svg => svg.Attribute("role") is not null).ToArray();
        string[] titles = [.. charts.Select(svg => svg.Element("title")!.Value).Distinct()];
        Assert.Equal(["Test mean squared error", "Test ELBO", "Test log-likelihood (IW)", "bayesian: Train loss", "plain: Train loss"], titles);
        string Words(string title) => charts.First(svg => svg.Element("title")!.Value == title).Element("desc")!.Value;
        Assert.Matches("^bayesian: 4 0[.]\\d+, 8 0[.]\\d+; plain: 4 0[.]\\d+, 8 0[.]\\d+[.]$", Words("Test mean squared error"));
        Assert.Matches("^bayesian: 4 −\\d+[.]\\d+, 8 −\\d+[.]\\d+[.]$", Words("Test ELBO"));
        Assert.Matches("^units 4 goes from .* to .*; units 8 goes from .* to .*[.]$", Words("bayesian: Train loss"));
    }

    [Fact]
    public void Samples_stand_side_by_side_with_what_they_are_of()
    {
        ReportPage page = Page(SmallStudy.Finish(folders["study"]));
        string[] told = [.. page.Section("sweep-1")!.Descendants("img").Select(image => image.Attribute("alt")!.Value)];
        Assert.Equal(["bayesian, units 4", "bayesian, units 8"], told);
        Assert.Equal(["bayesian, beta 1", "bayesian, beta 3"], page.Section("sweep-2")!.Descendants("img").Select(image => image.Attribute("alt")!.Value));
        Assert.All(page.Root.DescendantsAndSelf().Attributes("src"), source => Assert.StartsWith("data:image/png;base64,", source.Value, StringComparison.Ordinal));
        Assert.All(page.Root.DescendantsAndSelf().Attributes("href"), target => Assert.StartsWith("#", target.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_holds_every_cell_with_every_metric()
    {
        StudyRun run = SmallStudy.Finish(folders["study"]);
        var table = Page(run).Section("cells")!;
        Assert.Equal(run.Rows.Select(row => row.Cell.Title), table.Descendants("tbody").Elements("tr").Select(row => row.Element("th")!.Value));
        string[] head = [.. table.Descendants("thead").Descendants("th").Select(cell => cell.Value)];
        Assert.Equal(run.Rows.SelectMany(row => row.Metrics).Select(metric => metric.Name).Distinct().Order(), head.Skip(5).Order());
    }

    [Fact]
    public void A_failed_cell_and_a_waiting_one_are_named()
    {
        Study study = SmallStudy.Read(SmallStudy.Yaml.Replace("- {key: objective.beta, values: [1, 3]}", "- {key: learning_rate, values: [0.002, 1e30]}"));
        var run = new StudyRun(SmallStudy.Request(folders["study"], study));
        foreach (int i in new[] { 0, 1, 4 })
            run.Run(i);
        ReportPage page = Page(run);
        Assert.Contains("bayesian, learning rate 1e30, seed 1 failed: training diverged", Assert.Single(page.Missing));
        Assert.Equal(["finished", "finished", "waiting", "waiting", "failed"],
            page.Section("cells")!.Descendants("tbody").Elements("tr").Select(row => row.Element("td")!.Value));
        Assert.Contains("2 of 5 finished", page.All("dd").Select(fact => fact.Value));
    }

    [Fact]
    public void A_sweep_without_numbers_on_its_axis_has_bars()
    {
        string yaml = SmallStudy.Yaml.Replace("- {key: objective.beta, values: [1, 3]}", "- {key: optimizer.name, values: [adam, sgd]}").Replace("metrics: [test/elbo", "metrics: [test/mse");
        ReportPage page = Page(SmallStudy.Finish(folders["study"], SmallStudy.Read(yaml)));
        var words = page.Section("sweep-2")!.Descendants("svg").First(svg => svg.Attribute("role") is not null).Element("desc")!.Value;
        Assert.Matches("^bayesian: adam .*, sgd .*[.]$", words);
        Assert.Equal(2, page.Section("sweep-2")!.Descendants("svg").First(svg => svg.Attribute("role") is not null).Descendants("rect").Count());
    }

    [Fact]
    public void A_study_that_has_not_begun_has_a_page_that_says_so()
    {
        var run = new StudyRun(SmallStudy.Request(folders["study"]));
        Assert.Contains("Charts not available: no cell of it has been measured yet.", Page(run).Missing);
    }

    [Fact]
    public void Nothing_of_a_plan_becomes_markup()
    {
        const string hostile = "</code><script>alert(1)</script>";
        string yaml = SmallStudy.Yaml.Replace("about: Of the layers.", $"about: \"{hostile}\"").Replace("title: A small study", $"title: \"{hostile}\"");
        ReportPage page = Page(new StudyRun(SmallStudy.Request(folders["study"], SmallStudy.Read(yaml))));
        Assert.Single(page.All("script"));
        Assert.Equal(hostile, page.All("h1").Single().Value);
        Assert.Equal(yaml, page.Section("plan")!.Descendants("code").Single().Value);
    }

    private static ReportPage Page(StudyRun run) => ReportPage.At(StudyReport.Write(run));
}
