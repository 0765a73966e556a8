using Likeness.Models;
using Likeness.Tensors.Backends;
using Likeness.Training;
using Xunit;

namespace Likeness.Tests.Training;

/// <summary>Profiling a training changes nothing of it.</summary>
public class ProfileTests
{
    [Fact]
    public void ProfilingMovesNothing()
    {
        float[] plain = Train(profile: false);
        Assert.Equal(plain, Train(profile: true));
        Assert.NotEqual(plain, [.. TrainingSetup.Vae().Parameters.SelectMany(parameter => parameter.Read<float>())]);
    }

    [Fact]
    public void EachCompiledStepOfAStageHasItsProfile()
    {
        IReadOnlyList<PhaseProfile> profiles = Make(TrainingSetup.Jem()).Profile(TimeSpan.FromMilliseconds(10));
        PhaseProfile only = Assert.Single(profiles);
        Assert.Equal(1, only.Every);
        Assert.Equal("jem", Assert.Single(only.Phases));
        Assert.Contains(only.Plan.Steps, step => step.Turns == 3 && step.Body.Count > 0);
    }

    // Of a step a critic has and every n-th a generator, and of stages by their steps.
    [Theory]
    [InlineData("jem")]
    [InlineData("wgan")]
    [InlineData("dbn")]
    public void AFootprintHasTheWorkThatAProfileFinds(string name)
    {
        Trainer trainer = Make(TrainingSetup.Model(name));
        long stages = trainer.Plan.Stages.Count;
        double work = Enumerable.Range(0, (int)stages).Sum(stage => trainer.Plan.Steps(stage) * trainer.Profile(TimeSpan.Zero)
            .Where(phase => phase.Stage == trainer.Plan.Stages[stage].Name).Sum(phase => (double)phase.Plan.Cost.MultiplyAdds / phase.Every));
        TrainingFootprint footprint = trainer.Footprint();
        Assert.Equal(work / trainer.TotalSteps / TrainingSetup.Options.Batch, footprint.MultiplyAdds, 1e-6 * footprint.MultiplyAdds);
        Assert.True(footprint.MultiplyAdds > 0 && footprint.Bytes > 44 * 30);
    }

    private static float[] Train(bool profile)
    {
        IModel model = TrainingSetup.Vae();
        Trainer trainer = Make(model);
        if (profile)
            Assert.NotEmpty(trainer.Profile(TimeSpan.FromMilliseconds(10)));
        trainer.Run(TestContext.Current.CancellationToken);
        return [.. model.Parameters.SelectMany(parameter => parameter.Read<float>())];
    }

    private static Trainer Make(IModel model) => new(model, TrainingSetup.Images(44), TrainingSetup.Options, Backend.Cpu(1));
}
