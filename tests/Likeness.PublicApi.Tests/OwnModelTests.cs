using System.Runtime.CompilerServices;
using Likeness.Data;
using Likeness.Evaluation;
using Likeness.Models;
using Likeness.Tensors;
using Likeness.Training;
using Xunit;

namespace Likeness.PublicApi.Tests;

/// <summary>A model written from outside, with no friend access: trained, sampled, and the one that the README shows.</summary>
public class OwnModelTests
{
    [Fact]
    public void AModelOfYourOwnTrainsAndSamples()
    {
        ImageSet images = DataCatalog.Load("glyphs:digits").RequireTrain();
        var model = new Denoiser(new ImageShape(images.Height, images.Width, images.Channels), seed: 1);
        float before = Loss(model, images);
        new Trainer(model, images, new TrainingOptions { Epochs = 2 }).Run();
        float after = Loss(model, images);
        Assert.True(after < 0.6f * before, $"the loss went from {before} to {after}");

        ImageBatch samples = Sampling.Draw(model, new SampleOptions(Count: 16));
        Assert.Equal(16 * images.ImageSize, samples.Values.Length);
        Assert.All(samples.Values, value => Assert.InRange(value, 0f, 1f));
        Assert.InRange(samples.Values.Average(), 0.02f, 0.4f);
        string file = Path.Combine(Path.GetTempPath(), $"likeness-{Guid.NewGuid():N}.png");
        samples.Write(file);
        Assert.True(new FileInfo(file).Length > 500);
        File.Delete(file);
    }

    [Fact]
    public void TheReadmeShowsThisModel()
    {
        string source = File.ReadAllText(Beside("Denoiser.cs"));
        string model = source[source.IndexOf("internal sealed class Denoiser", StringComparison.Ordinal)..].Trim();
        Assert.Contains(model, File.ReadAllText(Beside("../../README.md")));
        Assert.True(model.Split('\n').Length < 60);
    }

    private static float Loss(Denoiser model, ImageSet images)
    {
        float[] pixels = [.. images.Pixels.Span[..(64 * images.ImageSize)].ToArray().Select(pixel => pixel / 255f)];
        var batch = new Batch(Tensor.Of(pixels, model.Images.Batch(64)), null);
        return model.Stages[0].Phases[0].Objective(batch, RandomSource.Fixed(1, "loss")).Loss.ToScalar();
    }

    private static string Beside(string file, [CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, file);
}
