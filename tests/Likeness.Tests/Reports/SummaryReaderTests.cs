using System.Text.Json;
using Likeness.App.Reports.Runs;
using Xunit;

namespace Likeness.Tests.Reports;

public class SummaryReaderTests
{
    [Fact]
    public void A_measurement_keeps_its_kind_its_n_and_its_error()
    {
        var summary = Read("""{"metrics":{"test/elbo":{"value":-87.5,"kind":"lower_bound","n":10000,"unit":"nats","error":0.3}}}""");
        Assert.Equal(new Measurement("test/elbo", -87.5, "lower bound", 10000, "nats", 0.3), summary.Measurements.Single());
    }

    [Theory]
    [InlineData("""{"value":null}""")]
    [InlineData("""{"value":"NaN"}""")]
    [InlineData("""{}""")]
    [InlineData("\"what\"")]
    public void A_value_that_is_no_number_is_NaN_and_stays_visible(string json) =>
        Assert.Equal(double.NaN, Read($$$"""{"metrics":{"a":{{{json}}}}}""").Measurements.Single().Value);

    [Fact]
    public void Values_of_another_type_are_read_as_text()
    {
        var summary = Read("""{"seed":7,"machine":{"cores":2,"simd":"AVX-512"},"command":["likeness","train"],"title":["a"],"metrics":[1],"pictures":{}}""");
        Assert.Equal(("7", "cores: 2, simd: AVX-512", "likeness train"), (summary.Seed, summary.Machine, summary.Command));
    }

    [Theory]
    [InlineData("""{"confusion":{"classes":["a","b"],"counts":[[1,2]]}}""", "2 classes but its counts are not 2 x 2")]
    [InlineData("""{"confusion":7}""", "names no classes")]
    public void A_confusion_that_is_not_square_gives_the_reason(string json, string reason) => Assert.Contains(reason, Read(json).Confusion.Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"latent":{"points":[[1,2,3]],"labels":["a"]}}""", "3 coordinates; a map needs 2")]
    [InlineData("""{"latent":{"points":[[1,2]],"labels":["a","b"]}}""", "1 points but 2 labels")]
    [InlineData("""{"latent":{"points":[]}}""", "no points")]
    public void A_latent_map_that_cannot_be_drawn_gives_the_reason(string json, string reason) => Assert.Contains(reason, Read(json).Latent.Reason, StringComparison.Ordinal);

    [Fact]
    public void What_is_not_told_is_absent()
    {
        var summary = Read("{}");
        Assert.True(summary.Confusion.IsAbsent && summary.Latent.IsAbsent && summary.Reliability.IsAbsent);
        Assert.Null(summary.Title);
    }

    private static RunSummary Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return SummaryReader.Read(document.RootElement);
    }
}
