using System.Text.Json;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.App;

/// <summary><c>likeness evaluate</c>: all there is to measure, some of it, and why not the rest.</summary>
public sealed class EvaluateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public EvaluateTests() => SmallData.Write(Data);

    private string Data => folder["data"];

    private string Run => folder["run"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_does_not_apply_says_so_below_the_table()
    {
        Ran.Well("train", "gan", "--data", Data, "--out", Run, "--epochs", "1", "--set", "batch=20");
        string told = Ran.Well("evaluate", Run);
        Assert.Contains("not defined for gan: likelihood: it draws images and gives them no density", told);
        Assert.Contains("not measured for gan: samples: evaluation.samples is 0; samples are asked for by -n", told);
        Assert.Contains("not defined for gan: likelihood", Ran.Well("evaluate", Run, "--metrics", "likelihood"));
        using var json = JsonDocument.Parse(Ran.Well("evaluate", Run, "--json", "-n", "30", "--features", "pixels"));
        JsonElement reasons = json.RootElement.GetProperty("not_defined");
        Assert.Equal("it is no classifier", reasons.GetProperty("classification").GetString());
        Assert.False(reasons.TryGetProperty("samples", out _));
        Assert.True(json.RootElement.GetProperty("metrics").TryGetProperty("samples/fid", out _));
        Assert.Contains("it is no classifier", File.ReadAllText(Path.Combine(Run, "report.html")));
    }

    [Fact]
    public void Outliers_and_groups_are_asked_for()
    {
        Ran.Well("train", "vae", "--data", Data, "--out", Run, "--epochs", "3", "--set", "hidden=[16]", "--set", "latent=2", "--set", "batch=20");
        string told = Ran.Well("evaluate", Run, "--metrics", "outliers,likelihood", "--outliers", "30");
        Assert.Contains("by likelihood, lower bound, mean over noise", told);
        Assert.Contains("ood/noise/likelihood_fpr95", told);
        Assert.DoesNotContain("for vae: outliers", told);
        Ran.Badly(2, ["--metrics 'likelyhood': there is no such group (did you mean 'likelihood'?)", "outliers"], "evaluate", Run, "--metrics", "likelyhood");
        Ran.Badly(2, ["vae makes an image in one pass; leave the number of steps out"], "evaluate", Run, "-n", "30", "--steps", "5");
        Ran.Badly(2, ["vae has one way to sample"], "evaluate", Run, "-n", "30", "--sampler", "ddim");
    }

    [Fact]
    public void Training_measures_no_longer_than_it_may()
    {
        string told = Ran.Well("train", "vae", "--data", Data, "--out", Run, "--epochs", "1", "--set", "hidden=[8]", "--set", "batch=20",
            "--set", "evaluation.seconds=1e-9");
        Assert.DoesNotContain("test/elbo", told);
        Assert.Contains("not measured for vae: likelihood: the evaluation may take ", Ran.Well("evaluate", Run));
    }
}
