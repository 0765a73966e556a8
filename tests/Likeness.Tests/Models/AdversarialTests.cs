using Likeness.Models;
using Likeness.Models.Adversarial;
using Likeness.Nn;
using Likeness.Tensors;
using Likeness.Tests.Formats;
using Likeness.Tests.Training;
using Xunit;

namespace Likeness.Tests.Models;

public sealed class GanTests() : AdversarialLaws("gan");

public sealed class MinMaxGanTests() : AdversarialLaws("gan", "loss=minmax");

public sealed class NoisyGanTests() : AdversarialLaws("gan", "noise=1")
{
    [Fact]
    public void NoiseIsForTrainingAlone()
    {
        var (noisy, plain) = ((AdversarialModel)Create(1), (AdversarialModel)Create(1, "noise=0"));
        Tensor images = PhaseStep.Batch(Images, Count).Images;
        float[] Scores(AdversarialModel model, Pass pass) => model.Score(images, null, pass).ToArray();
        Pass Training() => Pass.Training(RandomSource.Fixed(1, "noise"));
        Assert.Equal(Scores(plain, Pass.Evaluation), Scores(noisy, Pass.Evaluation));
        Assert.Equal(Scores(plain, Pass.Evaluation), Scores(plain, Training()));
        Assert.NotEqual(Scores(noisy, Pass.Evaluation), Scores(noisy, Training()));
    }
}

public sealed class DcganTests() : AdversarialLaws("dcgan");

public sealed class WganTests() : AdversarialLaws("wgan")
{
    [Fact]
    public void TrainingKeepsTheCriticsWeightsInRange()
    {
        using var folders = new TemporaryFolder();
        IModel model = Create(TrainingSetup.Shape, 1, "weight_clip=0.03");
        TrainingSetup.Train(model, folders["run"]);
        float Largest(string player) => model.Parameters.Where(p => p.Name.StartsWith(player)).SelectMany(p => p.Read<float>()).Max(Math.Abs);
        Assert.Equal(0.03f, Largest("critic/"));
        Assert.True(Largest("generator/") > 0.1);
    }
}

public sealed class LsGanTests() : AdversarialLaws("lsgan");

public sealed class WganGpTests() : AdversarialLaws("wgan-gp");

public sealed class DenseWganGpTests() : AdversarialLaws("wgan-gp", "network=dense");

/// <summary>What holds for adversarial models: each phase moves its own side, in the direction that it should.</summary>
public abstract class AdversarialLaws(string name, params string[] settings) : ModelLaws(name, settings)
{
    protected const int Count = 12, Latent = 4;

    [Fact]
    public void EachPhaseMovesItsOwnSideAlone()
    {
        for (int phase = 0; phase < 2; phase++)
        {
            IModel model = Create(1);
            string own = Phases(model)[phase].Name + "/";
            (float[] Own, float[] Other) Now() => (Values(model, v => v.Name.StartsWith(own)), Values(model, v => !v.Name.StartsWith(own)));
            (float[] before, float[] others) = Now();
            new PhaseStep(Phases(model)[phase], PhaseStep.Batch(Images, Count)).Run(2);
            Assert.NotEqual(before, Now().Own);
            Assert.Equal(others, Now().Other);
        }
    }

    [Fact]
    public void TermsAreWhatTheCurvesShow()
    {
        string[] Terms(int phase) =>
            [.. Phases(Create(1))[phase].Objective(PhaseStep.Batch(Images, Count), RandomSource.Fixed(1, "noise")).Terms.Select(term => term.Name)];
        Assert.Equal(["critic", "generator"], Phases(Create(1)).Select(phase => phase.Name));
        Assert.Equal(["d_real", "d_fake"], Terms(0).Except(["penalty"]));
        Assert.Equal(["diversity"], Terms(1));
    }

    [Fact]
    public void GeneratorLearnsToPleaseAFixedCritic()
    {
        var model = (AdversarialModel)Create(1);
        var step = new PhaseStep(Phases(model)[1], PhaseStep.Batch(Images, Count), rate: 3e-3);
        float Opinion()
        {
            RandomSource random = RandomSource.Fixed(1, "sample");
            Tensor z = random.Normal([Count, Latent]);
            return model.Score(model.Generate(z, random, Pass.Training(random)), null, Pass.Training(random)).Mean().ToScalar();
        }
        float loss = step.Run(10), before = Opinion();
        Assert.True(step.Run(60) < loss - 1e-4);
        Assert.True(Opinion() > before, $"the critic said {before}, then {Opinion()}");
    }

    [Fact]
    public void CriticLearnsToTellRealFromFake()
    {
        IModel model = Create(1);
        var step = new PhaseStep(Phases(model)[0], PhaseStep.Batch(Images, Count), rate: 3e-3);
        step.Run(80);
        Assert.True(step.Term("d_real") > step.Term("d_fake") + 1e-3, $"real {step.Term("d_real")}, fake {step.Term("d_fake")}");
    }

    [Fact]
    public void DiversityIsRelativeToTheData()
    {
        IModel model = Create(1);
        Batch batch = PhaseStep.Batch(Images, Count);
        var step = new PhaseStep(Phases(model)[1], batch);
        var paler = new PhaseStep(Phases(Create(1))[1], batch with { Images = 0.5f * batch.Images });
        step.Run();
        paler.Run();
        Assert.InRange(step.Term("diversity"), 1e-6, 10);
        Assert.Equal(2 * step.Term("diversity"), paler.Term("diversity"), 1e-3f * paler.Term("diversity"));
    }

    [Fact]
    public void BothSidesLearnClasses()
    {
        for (int phase = 0; phase < 2; phase++)
            Assert.True(float.IsFinite(new PhaseStep(Phases(Create(1, "conditional=true"))[phase], PhaseStep.Batch(Images, Count)).Run()));
        var model = (AdversarialModel)Create(1, "conditional=true");
        float[] Drawn(int label) => Sample(model, new SampleRequest(2, Tensor.Of([label, label], [2])));
        Assert.NotEqual(Drawn(0), Drawn(1));
        Assert.Equal(Drawn(2), Drawn(2));
        Tensor images = PhaseStep.Batch(Images, 2).Images;
        float[] Scores(int label) => model.Score(images, Tensor.Of([label, label], [2]).OneHot(3), Pass.Evaluation).ToArray();
        Assert.NotEqual(Scores(0), Scores(1));
    }

    [Fact]
    public void WithoutClassesALabelIsDeclined()
    {
        var request = new SampleRequest(2, Tensor.Of([0, 1], [2]));
        var error = Assert.Throws<NotSupportedException>(() => ((ISampler)Create(1, "conditional=false")).Sample(request, RandomSource.Fixed(1, "sample")));
        Assert.Contains("--set conditional=true", error.Message);
    }

    [Theory]
    [InlineData(6, 5, 1)]
    [InlineData(14, 14, 1)]
    [InlineData(20, 16, 1)]
    [InlineData(9, 13, 3)]
    public void TakesTheSizesOfItsData(int height, int width, int channels)
    {
        var shape = new ImageShape(height, width, channels);
        Assert.Equal(shape.Batch(2), ((ISampler)Create(shape, 1)).Sample(new SampleRequest(2), RandomSource.Fixed(1, "sample")).Shape);
        for (int phase = 0; phase < 2; phase++)
            Assert.True(float.IsFinite(new PhaseStep(Phases(Create(shape, 1))[phase], PhaseStep.Batch(shape, 4)).Run()));
    }

    protected static IReadOnlyList<Phase> Phases(IModel model) => model.Stages[0].Phases;

    protected static float[] Sample(ISampler model, SampleRequest request) => model.Sample(request, RandomSource.Fixed(1, "sample")).ToArray();

    private static float[] Values(IModel model, Func<Variable, bool> which) =>
        [.. model.Parameters.Concat(model.State).Where(which).SelectMany(v => v.Read<float>())];
}
