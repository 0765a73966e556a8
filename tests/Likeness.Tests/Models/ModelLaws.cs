using Likeness.Models;
using Likeness.Recipes;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Xunit;

namespace Likeness.Tests.Models;

/// <summary>What holds for every model of every family, on small images of three classes.</summary>
/// <param name="name">The model's recipe.</param>
/// <param name="settings">Changes to it.</param>
public abstract class ModelLaws(string name, params string[] settings)
{
    private const int Count = 6;

    protected static ImageShape Images { get; } = new(8, 9, 1);

    internal Recipe Recipe => SmallModel.Recipe(name, settings);

    internal IModel Create(ulong seed, params string[] more) => Create(Images, seed, more);

    internal IModel Create(ImageShape images, ulong seed, params string[] more) => SmallModel.Create(name, images, seed, [.. more, .. settings]);

    [Fact]
    public void EveryParameterGetsAGradient()
    {
        for (int i = 0; i < Create(1).Stages.SelectMany(stage => stage.Phases).Count(); i++)
        {
            Phase phase = Create(1).Stages.SelectMany(stage => stage.Phases).ElementAt(i);
            var step = new PhaseStep(phase, PhaseStep.Batch(Images, Count));
            step.Run();
            foreach ((Variable parameter, float[] gradient) in phase.Parameters.Zip(step.ParameterGradients))
            {
                Assert.All(gradient, g => Assert.True(float.IsFinite(g), parameter.Name));
                Assert.True(gradient.Any(g => g != 0), $"no gradient reaches {parameter.Name}");
            }
        }
    }

    [Fact]
    public void PhasesMoveEveryParameterAndOnlyThose() => Assert.Equal(
        Create(1).Parameters.Select(p => p.Name).Order(), Create(1).Stages.SelectMany(s => s.Phases).SelectMany(p => p.Parameters).Select(p => p.Name).Distinct().Order());

    [Fact]
    public void NamesAreUnique()
    {
        IModel model = Create(1);
        string[] names = [.. model.Parameters.Concat(model.State).Select(v => v.Name)];
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void SameSeedGivesSameBits()
    {
        Assert.Equal(Trained(1, 1), Trained(1, 1));
        Assert.NotEqual(Trained(1, 1), Trained(2, 1));
    }

    [Fact]
    public void ThreadsDoNotChangeTheBits() => Assert.Equal(Trained(1, 1, Backend.Cpu(1)), Trained(1, 1, Backend.Cpu(3)));

    [Fact]
    public void SamplesAreImages()
    {
        if (Create(1) is not ISampler sampler)
            return;
        float[] Drawn(ulong seed) => Sample(sampler, new SampleRequest(5, Steps: Tensor.Scalar(3)), seed);
        Assert.Equal(5 * Images.Size, Drawn(1).Length);
        Assert.All(Drawn(1), x => Assert.InRange(x, 0, 1));
        Assert.Equal(Drawn(1), Drawn(1));
        Assert.NotEqual(Drawn(1), Drawn(2));
    }

    [Fact]
    public void SamplesOfAClassDifferOrAreDeclinedInOneLine()
    {
        if (Create(1) is not ISampler sampler)
            return;
        float[] Drawn(int label) => Sample(sampler, new SampleRequest(2, Tensor.Of([label, label], [2]), Tensor.Scalar(3)), 1);
        try
        {
            Assert.NotEqual(Drawn(0), Drawn(1));
        }
        catch (NotSupportedException declined)
        {
            Assert.DoesNotContain('\n', declined.Message);
        }
    }

    [Fact]
    public void RefiningTurnByTurnIsSampling()
    {
        if (Create(1) is not IRefiner refiner)
            return;
        var request = new SampleRequest(2, Steps: Tensor.Scalar(3));
        RandomSource random = RandomSource.Fixed(1, "sample");
        Tensor state = Tensor.Loop(
            Tensor.Scalar(3), refiner.Start(request, random), (turn, x) => refiner.Refine(x, turn, request, random));
        Assert.Equal(Sample(refiner, request, 1), refiner.Picture(state).ToArray());
    }

    [Fact]
    public void CodesHaveTheLatentShapeAndDecodeToImages()
    {
        if (Create(1) is not IAutoencoder model)
            return;
        Tensor codes = model.Encode(PhaseStep.Batch(Images, 4).Images);
        Assert.Equal(Shape.Create([4]).Concat(model.Latent), codes.Shape);
        Assert.Equal(Images.Batch(4), model.Decode(codes).Shape);
        Assert.All(model.Decode(codes).ToArray(), x => Assert.InRange(x, 0, 1));
    }

    private static float[] Sample(ISampler sampler, SampleRequest request, ulong seed) =>
        sampler.Sample(request, RandomSource.Fixed(seed, "sample")).ToArray();

    private float[] Trained(ulong seed, ulong noise, Backend? backend = null)
    {
        IModel model = Create(seed);
        new PhaseStep(model.Stages[0].Phases[0], PhaseStep.Batch(Images, Count), seed: noise, backend: backend).Run(3);
        return [.. model.Parameters.Concat(model.State).SelectMany(v => v.Read<float>())];
    }
}
