using Likeness.Optim;
using Likeness.Tensors;
using Xunit;

namespace Likeness.Tests.Optim;

public class ScheduleTests
{
    private const int Total = 90;

    [Theory]
    [InlineData("constant", 0, 0.2)]
    [InlineData("constant", 89, 0.2)]
    [InlineData("linear", 45, 0.2 * 0.55)]
    [InlineData("linear", 90, 0.02)]
    [InlineData("cosine", 0, 0.2)]
    [InlineData("cosine", 45, 0.2 * 0.55)]
    [InlineData("cosine", 22.5, 0.2 * (0.1 + (0.45 * 1.7071067811865475)))]
    [InlineData("cosine", 200, 0.02)]
    [InlineData("exponential", 45, 0.063245553)]
    [InlineData("exponential", 90, 0.02)]
    [InlineData("step", 29, 0.2)]
    [InlineData("step", 30, 0.1)]
    [InlineData("step", 60, 0.05)]
    [InlineData("step", 90, 0.05)]
    public void RateAt(string name, double step, double expected)
    {
        var schedule = new Schedule(name, Rate: 0.2, Final: 0.1, Factor: 0.5, Parts: 3);
        Assert.Equal(expected, schedule.RateAt((float)step, Tensor.Scalar(Total)).ToScalar(), 1e-6);
    }

    [Fact]
    public void WarmUpRisesToTheRate()
    {
        var schedule = new Schedule(Rate: 0.2, WarmUp: 4);
        float[] rates = [.. Enumerable.Range(0, 6).Select(step => schedule.RateAt(Tensor.Scalar(step), Tensor.Scalar(Total)).ToScalar())];
        Assert.Equal([0.05f, 0.1f, 0.15f, 0.2f, 0.2f, 0.2f], rates, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void EveryNameHasASchedule()
    {
        foreach (string name in Schedule.Names)
            Assert.True(float.IsFinite(new Schedule(name).RateAt(3f, 10f).ToScalar()));
        Assert.Contains("'triangle'", Assert.Throws<ArgumentException>(() => new Schedule("triangle").RateAt(0f, 1f)).Message);
        Assert.Contains("final 0", Assert.Throws<ArgumentException>(() => new Schedule("exponential", Final: 0).RateAt(0f, 1f)).Message);
    }
}
