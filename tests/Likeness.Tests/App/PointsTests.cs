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
    public void What_points_cannot_do_is_said_in_a_line()
    {
        Ran.Badly(2, ["model 'vae' takes images, and the data are points of the plane: choose a set of images (data.set), or a model for points: maf, realnvp"],
            "train", "vae", "--data", "toy:moons", "--out", Run);
        Ran.Badly(2, ["data.augment is 'shift'"], "train", "maf", "--data", "toy:moons", "--out", Run, "--set", "augment=shift");
        Assert.False(Directory.Exists(Run));
    }
}
