using Xunit;

namespace Likeness.Tests.Models;

/// <summary>What holds for models with one objective to minimise.</summary>
public abstract class DescentLaws(string name, params string[] settings) : ModelLaws(name, settings)
{
    [Fact]
    public void TrainingLowersTheLoss()
    {
        var step = new PhaseStep(Create(1), PhaseStep.Batch(Images, 6), rate: 3e-3);
        float before = step.Run(20);
        Assert.True(step.Run(60) < before);
    }
}
