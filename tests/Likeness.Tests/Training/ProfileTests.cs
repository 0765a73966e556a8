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
