using Likeness.App.Reports.Runs;
using Likeness.Evaluation;
using Xunit;

namespace Likeness.Tests.Reports;

public sealed class MeasureNamesTests
{
    [Theory]
    [InlineData("ood/fashion-mnist/energy_auroc", "Area under ROC, energy against fashion-mnist", "higher")]
    [InlineData("ood/noise/likelihood_fpr95", "False positives at 95%, likelihood against noise", "lower")]
    [InlineData("ood/auroc", "Area under ROC of outliers", "higher")]
    [InlineData("test/accuracy_noise_0.2", "Test accuracy under noise of 0.2", "higher")]
    [InlineData("cost/sampling", "Time of 1,000 samples", "lower")]
    public void Names_are_told_in_words(string name, string words, string better)
    {
        var found = MeasureNames.Of(name);
        Assert.Equal((words, better), (found.Label, found.Better));
    }

    [Fact]
    public void Accuracy_under_noise_reads_as_a_percentage() => Assert.Equal(("76.87", "%"),
        MeasureNames.Words(new Measurement("test/accuracy_noise_0.1", 0.7687, "noise of deviation 0.1, drawn once", 100, "fraction", null)));

    [Fact]
    public void The_words_go_the_way_of_the_catalogue()
    {
        foreach (var entry in MetricCatalog.All.Where(entry => entry.Name.StartsWith("cost/") || entry.Name.StartsWith("ood/") || entry.Name.Contains("noise_")))
            Assert.Equal((entry.Name, entry.Better), (entry.Name, MeasureNames.Of(entry.Name).Better));
    }
}
