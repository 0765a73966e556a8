using Likeness.Models;
using Likeness.Models.Adversarial;
using Likeness.Nn;
using Likeness.Tensors;
using Xunit;

namespace Likeness.Tests.Models;

public sealed class StyleGanTests() : AdversarialLaws("stylegan")
{
    // The noise of the layers has strength 0 at the start, so equal styles give equal images.
    [Fact]
    public void TruncationToNothingLeavesOneImage()
    {
        float[][] Drawn(double truncation) =>
            [.. Sample((ISampler)Create(1, $"truncation={truncation}"), new SampleRequest(3)).Chunk(Images.Size)];
        Assert.All(Drawn(0), image => Assert.Equal(Drawn(0)[0], image));
        Assert.NotEqual(Drawn(0.5)[0], Drawn(0.5)[1]);
    }

    [Fact]
    public void StylesAreTruncatedToTheMeanOfTheirClass()
    {
        IModel model = Create(1, "truncation=0", "conditional=true");
        new PhaseStep(Phases(model)[1], PhaseStep.Batch(Images, Count)).Run(3);
        Tensor labels = Tensor.Of([0, 0, 2], [3]);
        Assert.Contains(model.State, kept => kept.Name == "generator/mean" && kept.Shape[0] == 3 && kept.Read<float>().All(m => m != 0));
        foreach (Variable strength in model.Parameters.Where(p => p.Name.EndsWith("strength", StringComparison.Ordinal)))
            strength.Write<float>([0]);
        float[][] images = [.. Sample((ISampler)model, new SampleRequest(3, labels)).Chunk(Images.Size)];
        Assert.Equal(images[0], images[1]);
        Assert.NotEqual(images[0], images[2]);
    }

    // y = conv(x, s W / |s W|), filter by filter.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ModulationScalesTheFiltersOfEachImage(bool doubles)
    {
        var scope = new Scope(1);
        var conv = new ModulatedConv2D(scope, styles: 2, inputs: 3, outputs: 4, doubles);
        Tensor x = RandomSource.Fixed(1, "x").Normal([1, 5, 4, 3]), w = RandomSource.Fixed(1, "w").Normal([1, 2]);
        Tensor weight = scope.Parameters[0].Value, s = w.MatMul(scope.Parameters[1].Value) + scope.Parameters[2].Value;
        Tensor filters = weight * (doubles ? s.Reshape(1, 1, 1, 3) : s.Reshape(1, 1, 3, 1));
        Tensor unit = filters / (filters.Square().Sum(doubles ? [0, 1, 3] : [0, 1, 2], keepDims: true) * (doubles ? 0.25f : 1f)).Sqrt();
        Tensor expected = doubles ? x.ConvTranspose2D(unit, 2, 1) : x.Conv2D(unit, padding: 1);
        Assert.Equal(expected.ToArray(), conv.Apply(x, w).ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void MixedImagesHaveTwoStyles()
    {
        // Without mixing the second style reaches no image, so its draws change none.
        float Loss(string mixing) => new PhaseStep(Phases(Create(1, mixing))[1], PhaseStep.Batch(Images, Count)).Run();
        Assert.NotEqual(Loss("mixing=0"), Loss("mixing=1"));
    }
    // Each number beside the features is the mean over the other images of exp(-distance).
    [Fact]
    public void MinibatchDiscriminationFindsRepetitions()
    {
        var others = new MinibatchDiscrimination(new Scope(1), 4);
        float[][] Beside(params float[] rows) => [.. others.Apply(Tensor.Of(rows, [3, 4])).ToArray().Chunk(4 + MinibatchDiscrimination.Outputs).Select(row => row[4..])];
        Assert.All(Beside(1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4).SelectMany(x => x), x => Assert.Equal(1, x, 1e-5));
        float[][] pair = Beside(1, 2, 3, 4, 1, 2, 3, 4, 900, -800, 700, -600);
        Assert.All(pair[0].Concat(pair[1]), x => Assert.Equal(0.5, x, 1e-5));
        Assert.All(pair[2], x => Assert.Equal(0, x, 1e-5));
    }
}
