using System.Runtime.InteropServices;
using Likeness.Formats;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.App;

/// <summary>Points of the plane through the commands.</summary>
public sealed class PointsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Run => folder["run"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("realnvp")]
    [InlineData("maf")]
    public void A_flow_trains_on_points_samples_points_and_shows_its_density(string model)
    {
        string told = Ran.Well("train", model, "--data", "toy:moons", "--out", Run, "--epochs", "1", "--set", "hidden=[16]", "--set", "batch=500");
        Assert.Contains("test/ll", told);
        Assert.DoesNotContain("test/bpd", told);
        PixelImage density = PngReader.Read(Path.Combine(Run, "density.png")), samples = PngReader.Read(Path.Combine(Run, "samples.png"));
        Assert.True(density.Width > 2 * 360 && density.Pixels.Distinct().Count() > 50);
        Assert.Equal((360, 360), (samples.Height, samples.Width));
        Assert.Contains("Left the data as a histogram", File.ReadAllText(Path.Combine(Run, "report.html")));
        Ran.Well("sample", Run, "-n", "7", "--out", folder["s.npy"]);
        Assert.Equal([7, 2], Npy.Read(folder["s.npy"]).Shape);
        Ran.Well("sample", Run, "--out", folder["s.png"]);
        Assert.Equal(360, PngReader.Read(folder["s.png"]).Width);
        Ran.Well("evaluate", Run);
    }

    [Fact]
    public void An_energy_trains_on_points_and_shows_its_landscape()
    {
        string told = Ran.Well("train", "ebm", "--data", "toy:moons", "--out", Run, "--set", "training.steps=60", "--set", "plane.hidden=[32,32]", "--set", "plane.steps=10", "--set", "buffer=500");
        Assert.Contains("energy/data", told);
        Assert.DoesNotContain("test/ll", told);
        Assert.True(PngReader.Read(Path.Combine(Run, "density.png")).Pixels.Distinct().Count() > 50);
        Assert.True(File.Exists(Path.Combine(Run, "samples.png")));
        Ran.Well("sample", Run, "-n", "9", "--steps", "20", "--out", folder["s.npy"]);
        NumericArray points = Npy.Read(folder["s.npy"]);
        Assert.Equal([9, 2], points.Shape);
        // Chains stay in the window, and do not stay in the middle of it.
        float[] values = MemoryMarshal.Cast<byte, float>(points.Bytes.Span).ToArray();
        Assert.True(values.All(x => Math.Abs(x) <= 4.5f) && values.Any(x => Math.Abs(x) > 1));
    }

    [Fact]
    public void What_points_cannot_do_is_said_in_a_line()
    {
        Ran.Badly(2, ["model 'vae' takes images, and the data are points of the plane: choose a set of images (data.set), or a model for points: ebm, maf, realnvp"],
            "train", "vae", "--data", "toy:moons", "--out", Run);
        Ran.Badly(2, ["data.augment is 'shift'"], "train", "maf", "--data", "toy:moons", "--out", Run, "--set", "augment=shift");
        Assert.False(Directory.Exists(Run));
    }
}
