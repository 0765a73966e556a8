using Likeness.Models;
using Likeness.Models.Diffusion;
using Likeness.Recipes;
using Likeness.Tensors;
using Xunit;

namespace Likeness.Tests.Models;

public sealed class DdpmTests() : DiffusionLaws("ddpm")
{
    [Fact]
    public void LikelihoodIsOneDrawOfTheBound()
    {
        var model = (Ddpm)Create(1, "objective.levels=20");
        Tensor images = PhaseStep.Batch(Images, 4).Images;
        float[] found = model.LogLikelihood(images, RandomSource.Fixed(1, "bound")).ToArray();
        Assert.Equal(4, found.Length);
        Assert.All(found, nats => Assert.True(float.IsFinite(nats) && nats < 0));
        Assert.Equal(19, model.Terms);
    }
}

public sealed class LinearNoiseDdpmTests() : DiffusionLaws("ddpm", "noise_schedule=linear", "prediction=eps");

public sealed class ImageDdpmTests() : DiffusionLaws("ddpm", "prediction=x0");

public sealed class ConditionalDdpmTests() : GuidanceLaws("ddpm");

public sealed class FlowMatchingTests() : DiffusionLaws("flow-matching");

public sealed class ConditionalFlowMatchingTests() : GuidanceLaws("flow-matching");

public sealed class NcsnTests() : DiffusionLaws("ncsn", "largest=5")
{
    [Fact]
    public void ALadderThatGoesDownIsNamed() => Assert.Contains(
        "the ladder of noise goes from 5 to 2; give objective.largest more",
        Assert.Throws<RecipeException>(() => SmallModel.Create("ncsn", Images, 1, "smallest=5", "largest=2")).Message);
}

public sealed class ConditionalNcsnTests() : GuidanceLaws("ncsn", "largest=5");

public sealed class SlicedNcsnTests() : ModelLaws("ncsn", "matching=sliced")
{
    // Of e(x) = c x the loss is c^2 E x^2 / 2 - s c, least at c = s / E x^2: the right answer for Gaussian images.
    [Fact]
    public void LossIsLeastAtTheScoreOfAGaussian()
    {
        const float Deviation = 0.5f;
        Level level = NoisePath.Exploding([0, Deviation]).At(1f);
        Tensor x = level.Mix(RandomSource.Fixed(1, "x").Normal([5000, 2, 2, 1]), RandomSource.Fixed(2, "e").Normal([5000, 2, 2, 1]));
        float best = Deviation / (1 + (Deviation * Deviation));
        float Loss(float c) => Ncsn.Sliced(at => c * at, level, x, RandomSource.Fixed(3, "v")).ToScalar();
        Assert.Equal(-0.5f * best * Deviation, Loss(best), 1e-2);
        Assert.True(Loss(best) < Loss(0.8f * best) && Loss(best) < Loss(1.2f * best));
    }

    // The same minimum as denoising gives: on average the two gradients are one.
    [Fact]
    public void GradientIsThatOfDenoisingOnAverage()
    {
        const float Deviation = 1;
        Level level = NoisePath.Exploding([0, Deviation]).At(1f);
        Variable weight = Variable.Of("w", [1], [0.7f]);
        Tensor clean = 0.5f * RandomSource.Fixed(1, "x").Normal([200_000, 1, 1, 1]), noise = RandomSource.Fixed(2, "e").Normal(clean.Shape);
        Tensor x = level.Mix(clean, noise);
        Tensor Network(Tensor at) => (weight.Value * at).Tanh();
        float sliced = Gradients.Of(Ncsn.Sliced(Network, level, x, RandomSource.Fixed(3, "v")), weight.Value)[0].ToScalar();
        float denoising = Gradients.Of(0.5f * (Network(x) - noise).Square().Mean(), weight.Value)[0].ToScalar();
        Assert.Equal(denoising, sliced, 1e-2);
    }
}

public sealed class LatentDiffusionTests() : DiffusionLaws("latent-diffusion")
{
    [Fact]
    public void AutoencoderComesFirstAndIsMovedNoMore()
    {
        IModel model = Create(1, "autoencoder.share=0.25");
        Assert.Equal(["vae", "latent-diffusion"], model.Stages.Select(stage => stage.Name));
        Assert.Equal([0.25, 0.75], model.Stages.Select(stage => stage.Share));
        Assert.Empty(model.Stages[0].Phases[0].Parameters.Intersect(model.Stages[1].Phases[0].Parameters));
    }

    [Fact]
    public void SizeOfTheCodesIsMeasured()
    {
        var model = (LatentDiffusion)Create(1);
        Batch batch = PhaseStep.Batch(Images, 6) with { Images = Bars(6) };
        new PhaseStep(model.Stages[0].Phases[0], batch, rate: 1e-3).Run(1500);
        float[] codes = model.Encode(batch.Images).ToArray();
        float[] mean = Kept(model, "latent/mean"), square = Kept(model, "latent/square");
        for (int channel = 0; channel < mean.Length; channel++)
        {
            double[] own = [.. codes.Where((_, i) => i % mean.Length == channel).Select(x => (double)x)];
            Assert.Equal(own.Average(), mean[channel], 0.1);
            Assert.InRange(square[channel] / own.Average(x => x * x), 0.8, 1.25);
        }
    }

    [Fact]
    public void AnyModelThatEncodesWillDo()
    {
        IModel model = Create(1, "autoencoder.model=ae");
        Assert.Equal([2], ((IAutoencoder)model).Latent);
        Assert.Equal(Images.Batch(2), ((ISampler)model).Sample(new SampleRequest(2, Steps: Tensor.Scalar(2)), RandomSource.Fixed(1, "s")).Shape);
        string wrong = Assert.Throws<RecipeException>(() => Create(1, "autoencoder.model=vea")).Message;
        Assert.Contains("autoencoder.model is 'vea', which is no model; use one of ae, ", wrong);
        var error = Assert.Throws<ArgumentException>(() => new LatentDiffusion(new DdpmOptions(), SmallModel.Create("gan", Images, 1), 0.5, 0, 1));
        Assert.Equal("autoencoder.model is 'gan', which does not encode images; choose one that does, such as vae", error.Message);
    }

    private static float[] Kept(IModel model, string name) => model.State.Single(variable => variable.Name == name).Read<float>();
}

/// <summary>What holds for every model that undoes noise.</summary>
public abstract class DiffusionLaws(string name, params string[] settings) : DescentLaws(name, settings)
{
    [Theory]
    [InlineData(28, 28, 1)]
    [InlineData(20, 16, 1)]
    [InlineData(14, 14, 3)]
    [InlineData(28, 20, 1)]
    [InlineData(5, 7, 1)]
    public void ImagesKeepTheirSize(int height, int width, int channels)
    {
        var images = new ImageShape(height, width, channels);
        var model = (ISampler)Create(images, 1, "architecture.channels=[4, 8, 8]");
        Assert.Equal(images.Batch(2), model.Sample(new SampleRequest(2, Steps: Tensor.Scalar(1)), RandomSource.Fixed(1, "sample")).Shape);
    }

    [Fact]
    public void EverySamplerMakesImages()
    {
        var model = (IDiffusion)Create(1);
        foreach (string sampler in model.Samplers)
        {
            Tensor drawn = model.Sample(new SampleRequest(3, Steps: Tensor.Scalar(4), Sampler: sampler), RandomSource.Fixed(1, "sample"));
            Assert.All(drawn.ToArray(), x => Assert.InRange(x, 0, 1));
        }
    }

    // What was learned can be seen: images of one kind, and none like it among samples of the model as it was made.
    [Fact]
    public void SamplesComeNearWhatWasLearned()
    {
        IModel model = Create(1);
        Tensor wanted = Bars(6);
        double before = Distance(model, wanted);
        foreach (Stage stage in model.Stages)
            new PhaseStep(stage.Phases[0], PhaseStep.Batch(Images, 6) with { Images = wanted }, rate: 5e-3).Run(400);
        double after = Distance(model, wanted);
        Assert.True(after < 0.5 * before, $"mean squared distance to the nearest image {after}, before training {before}");
    }

    /// <summary>Two upright bars at places that depend on the number.</summary>
    protected static Tensor Bars(int n)
    {
        Tensor column = Tensor.Iota(Images.Batch(n), 2), number = Tensor.Iota(Images.Batch(n), 0);
        return ((column + number) % Tensor.Scalar(3)).IsEqual(Tensor.Scalar(0)).Cast(DType.F32);
    }

    private static double Distance(IModel model, Tensor wanted)
    {
        Tensor drawn = ((ISampler)model).Sample(new SampleRequest(8), RandomSource.Fixed(2, "sample"));
        Tensor apart = drawn.Reshape(8, 1, -1) - wanted.Reshape(1, wanted.Shape[0], -1);
        return -(-apart.Square().Mean([2])).Max([1]).Mean().ToScalar();
    }
}

/// <summary>What holds for every such model that learned classes.</summary>
public abstract class GuidanceLaws(string name, params string[] settings) : DiffusionLaws(name, [.. settings, "conditional=true"])
{
    private static readonly Tensor Labels = Tensor.Of([0, 1, 2], [3]);

    [Fact]
    public void GuidanceOfZeroForgetsTheClass() => Assert.Equal(Drawn(null, null), Drawn(Labels, 0));

    // What one class's model says does not depend on what is said without a class: that would be seen when its part is taken away.
    [Fact]
    public void GuidanceOfOneIsTheModelOfTheClass()
    {
        Assert.NotEqual(Drawn(null, null), Drawn(Labels, 1));
        float[] one = Drawn(Labels, 1), near = Drawn(Labels, 1.0001);
        Assert.Equal(one, near, (a, b) => Math.Abs(a - b) < 1e-2);
    }

    [Fact]
    public void MoreGuidanceGoesFurtherTheSameWay()
    {
        var model = (DiffusionModel)Create(1);
        Level level = NoisePath.Preserving(NoiseSchedule.Kept("cosine", 1000)).At(0.2f);
        Tensor x = 0.1f * RandomSource.Fixed(1, "x").Normal(Images.Batch(3)), classes = Labels.OneHot(3);
        float[] Clean(double guidance) => model.Denoise(x, level, classes, guidance).Clean.ToArray();
        float[] zero = Clean(0), one = Clean(1), two = Clean(2);
        Assert.Equal(zero.Zip(one, (a, b) => (2 * b) - a), two, (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.NotEqual(one, two);
    }

    // A part of the labels is left out: with all of them out the class cannot be learned.
    [Fact]
    public void DroppedLabelsAreNotSeen()
    {
        IModel model = Create(1, "objective.drop_label=0.999");
        Phase phase = model.Stages[^1].Phases[0];
        var step = new PhaseStep(phase, PhaseStep.Batch(Images, 6));
        step.Run();
        int label = phase.Parameters.Select(p => p.Name).ToList().FindIndex(parameter => parameter.Contains("/label/"));
        Assert.All(step.ParameterGradients[label], g => Assert.Equal(0, g));
    }

    [Fact]
    public void AClassCanBeAskedFor()
    {
        IModel model = Create(1);
        Batch batch = PhaseStep.Batch(Images, 6) with { Images = Bars(6) };
        foreach (Stage stage in model.Stages)
            new PhaseStep(stage.Phases[0], batch, rate: 5e-3).Run(400);
        Tensor labels = Tensor.Iota([24]) % Tensor.Scalar(3);
        Tensor drawn = ((ISampler)model).Sample(new SampleRequest(24, labels, Guidance: 1.5), RandomSource.Fixed(2, "sample"));
        Tensor apart = drawn.Reshape(24, 1, -1) - Bars(3).Reshape(1, 3, -1);
        int right = labels.ToArray().Zip((-apart.Square().Mean([2])).ArgMax(1).ToArray()).Count(pair => pair.First == pair.Second);
        Assert.InRange(right, 18, 24);
    }

    private float[] Drawn(Tensor? labels, double? guidance) => ((ISampler)Create(1)).Sample(
        new SampleRequest(3, labels, Tensor.Scalar(4), Guidance: guidance), RandomSource.Fixed(1, "sample")).ToArray();
}
