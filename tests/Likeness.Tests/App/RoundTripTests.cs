using System.Text.Json;
using Likeness.Formats;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.App;

/// <summary>From training to looking, sampling, classifying and measuring, through the commands.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public RoundTripTests() => SmallData.Write(Data);

    private string Data => folder["data"];

    private string Run => folder["run"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_vae_trains_samples_reconstructs_and_interpolates()
    {
        string told = Ran.Well("train", "vae", "--data", Data, "--out", Run, "--epochs", "30",
            "--set", "hidden=[32]", "--set", "latent=2", "--set", "batch=20");
        Assert.Contains("epoch 30/30", told);
        Assert.Contains("test/elbo", told);
        Assert.Contains(Path.Combine(Run, "report.html"), told);
        Assert.Contains($"next     likeness sample {Run}", told);
        foreach (string file in new[] { "recipe.yaml", "metrics.jsonl", "samples.png", "summary.json", "report.html" })
            Assert.True(File.Exists(Path.Combine(Run, file)), file);
        Ran.Well("sample", Run, "-n", "5", "--out", folder["made", "s.npy"]);
        var samples = Npy.Read(folder["made", "s.npy"]);
        Assert.Equal([5, 8, 8, 1], samples.Shape);
        Assert.All(samples.ToSingles(), value => Assert.InRange(value, 0f, 1f));
        Ran.Well("sample", Run, "-n", "5", "--draw", "--out", folder["drawn.npy"]);
        Assert.All(Npy.Read(folder["drawn.npy"]).ToSingles(), value => Assert.True(value is 0 or 1));
        Assert.Contains("5 images", Ran.Well("reconstruct", Run, folder["made", "s.npy"]));
        string test = Path.Combine(Data, "t10k-images-idx3-ubyte");
        Assert.Contains("8 images", Ran.Well("reconstruct", Run, test, "-n", "8", "--out", folder["r.npy"]));
        Assert.Equal([8, 8, 8, 1], Npy.Read(folder["r.npy"]).Shape);
        Ran.Well("interpolate", Run, "--from", "0", "--to", "3", "--out", folder["i.npy"]);
        Assert.Equal([12, 8, 8, 1], Npy.Read(folder["i.npy"]).Shape);
        Ran.Well("interpolate", Run);
        Assert.True(File.Exists(Path.Combine(Run, "interpolate.png")));
    }

    [Fact]
    public void The_same_seed_samples_the_same_images_and_another_one_others()
    {
        Ran.Well("train", "vae", "--data", Data, "--set", "hidden=[8]", "--epochs", "1", "--out", Run);
        byte[] Sample(string seed)
        {
            Ran.Well("sample", Run, "-n", "3", "--seed", seed, "--out", folder["s.npy"]);
            return File.ReadAllBytes(folder["s.npy"]);
        }
        byte[] first = Sample("4");
        Assert.Equal(first, Sample("4"));
        Assert.NotEqual(first, Sample("5"));
    }

    [Fact]
    public void A_conditional_vae_samples_the_class_that_is_asked_for()
    {
        Ran.Well("train", "vae", "--data", Data, "--out", Run, "--epochs", "40", "--set", "conditional=true", "--set", "hidden=[32]", "--set", "latent=2", "--set", "batch=20");
        float[] Mean(string label)
        {
            Ran.Well("sample", Run, "-n", "9", "--label", label, "--out", folder["s.npy"]);
            float[] all = Npy.Read(folder["s.npy"]).ToSingles();
            return [.. Enumerable.Range(0, 64).Select(pixel => all.Where((_, i) => i % 64 == pixel).Average())];
        }
        Assert.True(Mean("0").Zip(Mean("1")).Sum(pair => Math.Abs(pair.First - pair.Second)) > 3);
        Assert.Equal(64 * 64, Npy.Read(Sampled()).ToSingles().Length);
        string Sampled()
        {
            Ran.Well("sample", Run, "--out", folder["any.npy"]);
            return folder["any.npy"];
        }
        Assert.Contains("k = 3", Ran.Well("evaluate", Run, "--importance", "3", "--images", "5"));
    }

    [Fact]
    public void A_jem_trains_classifies_refines_and_is_measured()
    {
        string told = Ran.Well("train", "jem", "--data", Data, "--out", Run, "--epochs", "12", "--json",
            "--set", "channels=[8]", "--set", "langevin.steps=3", "--set", "batch=20");
        using (var summary = JsonDocument.Parse(told))
        {
            Assert.Equal(Run, summary.RootElement.GetProperty("run").GetString());
            Assert.InRange(Metric(summary, "test/accuracy"), 0.9, 1);
            Assert.InRange(Metric(summary, "test/ece"), 0, 1);
        }
        string[] lines = Ran.Well("classify", Run, Path.Combine(Data, "t10k-images-idx3-ubyte")).Trim().Split('\n');
        Assert.Equal(41, lines.Length);
        Assert.Equal(["image", "class", "probability", "next", "probability"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        PngWriter.Write(folder["one.png"], new PixelImage(8, 8, 1, SmallData.Images(3, 8)[128..]));
        using (var answers = JsonDocument.Parse(Ran.Well("classify", Run, folder["one.png"], "--json")))
            Assert.Equal(1.0, answers.RootElement[0].GetProperty("probabilities").EnumerateObject().Sum(each => each.Value.GetDouble()), 3);
        Ran.Well("sample", Run, "-n", "2", "--steps", "4", "--trajectory", "--out", folder["t.npy"]);
        Assert.Equal([5, 2, 8, 8, 1], Npy.Read(folder["t.npy"]).Shape);
        Ran.Well("sample", Run, "-n", "2", "--steps", "4", "--trajectory", "--out", folder["t.png"]);
        Assert.True(File.Exists(folder["t-animation.png"]));
        Ran.Well("sample", Run, "-n", "2", "--label", "3", "--steps", "2", "--out", folder["l.npy"]);
        File.Delete(Path.Combine(Run, "report.html"));
        using var measured = JsonDocument.Parse(Ran.Well("evaluate", Run, "--json"));
        Assert.True(Metric(measured, "energy/data") < Metric(measured, "energy/noise"), "energies of data lie below those of noise");
        Assert.True(File.Exists(Path.Combine(Run, "report.html")));
    }

    [Fact]
    public void Data_are_found_by_the_environment()
    {
        SmallData.Write(folder["sets", "mnist"], side: 28);
        var ran = Ran.In(new Dictionary<string, string> { ["LIKENESS_DATA"] = folder["sets"] },
            "train", "ae", "--data", "mnist", "--set", "hidden=[8]", "--epochs", "1", "--out", Run);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
    }

    [Fact]
    public void A_finished_run_is_resumed_at_once()
    {
        string[] command = ["train", "ae", "--data", Data, "--set", "hidden=[8]", "--epochs", "1", "--out", Run];
        Assert.Contains($"next     likeness interpolate {Run}", Ran.Well(command));
        byte[] before = File.ReadAllBytes(Path.Combine(Run, "checkpoint", "model.safetensors"));
        Assert.DoesNotContain("compiling", Ran.Well([.. command, "--resume"]));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Run, "checkpoint", "model.safetensors")));
    }

    private static double Metric(JsonDocument summary, string name) =>
        summary.RootElement.GetProperty("metrics").GetProperty(name).GetProperty("value").GetDouble();
}
