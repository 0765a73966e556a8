using System.Globalization;
using System.Text.Json;
using Likeness.Recipes;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.App;

/// <summary><c>likeness profile</c>, for every model there is.</summary>
public sealed class ProfileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ProfileTests() => SmallData.Write(Data);

    public static TheoryData<string> Models => [.. ModelCatalog.All.Select(model => model.Name)];

    private string Data => folder["data"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_model_has_a_profile(string model)
    {
        using var json = JsonDocument.Parse(Profile(model, "--json"));
        Assert.Equal(4, json.RootElement.GetProperty("batch").GetInt32());
        foreach (var stage in json.RootElement.GetProperty("stages").EnumerateArray())
        {
            Assert.True(stage.GetProperty("images_per_second").GetDouble() > 0);
            foreach (var part in stage.GetProperty("parts").EnumerateArray())
            {
                var steps = part.GetProperty("steps").EnumerateArray().ToArray();
                Assert.Equal(1, steps.Sum(step => step.GetProperty("share").GetDouble()), 1e-6);
                foreach (string amount in new[] { "multiply_adds", "flops", "bytes" })
                    Assert.Equal(part.GetProperty(amount).GetDouble(), steps.Sum(step => step.GetProperty(amount).GetDouble()), 0.5);
                Assert.True(part.GetProperty("multiply_adds").GetDouble() > 0);
                Assert.InRange(part.GetProperty("peak_share").GetDouble(), 1e-9, 2);
                Assert.True(part.GetProperty("arena_bytes").GetInt64() > 0);
            }
        }
    }

    [Fact]
    public void Loops_show_their_bodies_and_turns()
    {
        using var json = JsonDocument.Parse(Profile("jem", "--json", "--set", "channels=[4]", "--set", "langevin.steps=3"));
        var steps = json.RootElement.GetProperty("stages")[0].GetProperty("parts")[0].GetProperty("steps").EnumerateArray();
        var loop = Assert.Single(steps, step => step.TryGetProperty("turns", out _));
        Assert.Equal(3, loop.GetProperty("turns").GetInt32());
        Assert.Contains(loop.GetProperty("steps").EnumerateArray(), step => step.GetProperty("step").GetString()!.StartsWith("conv2d_input"));
    }

    [Fact]
    public void The_largest_step_comes_first_unless_the_plan_is_wanted()
    {
        double[] sorted = Times(Profile("ae", "--threads", "1")), ordered = Times(Profile("ae", "--plan"));
        Assert.True(sorted.Length > 10);
        Assert.Equal(sorted.OrderDescending(), sorted);
        Assert.Equal(sorted.Length, ordered.Length);
        Assert.NotEqual(ordered.OrderDescending(), ordered);
    }

    [Fact]
    public void Totals_say_rate_peak_and_memory()
    {
        string told = Profile("vae", "--threads", "1");
        Assert.Contains("batch 4, 1 thread: vae/vae", told);
        Assert.Matches(@"vae: a step takes [\d.]+ ms \(its parts [\d.]+ ms\), [\d,]+ images/s", told);
        Assert.Matches(@"million multiply-adds, [\d.]+ % of the peak of [\d.]+ GFLOP/s", told);
        Assert.Matches(@"arena [\d.]+ MB, scratch [\d.]+ MB, [\d,]+ bytes allocated a step", told);
    }

    private string Profile(string model, params string[] more) =>
        Ran.Well(["profile", model, "--data", Data, "--batch", "4", "--time", "0.02s", .. more]);

    // The first column of the table, without its head.
    private static double[] Times(string text) =>
        [.. text.Split('\n').SkipWhile(line => !line.Contains("GFLOP/s")).Skip(1).TakeWhile(line => line.Trim().Length > 0)
            .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture))];
}
