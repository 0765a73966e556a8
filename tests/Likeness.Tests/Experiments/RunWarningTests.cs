using Likeness.Experiments;
using Likeness.Tests.Formats;
using Xunit;

namespace Likeness.Tests.Experiments;

public sealed class RunWarningTests : IDisposable
{
    private readonly TemporaryFolder folders = new();

    public void Dispose() => folders.Dispose();

    [Theory]
    [InlineData(0.49, true)]
    [InlineData(double.NaN, true)]
    [InlineData(0.5, false)]
    [InlineData(1.3, false)]
    public void SamplesThatHardlyVaryAreAModeCollapse(double diversity, bool warns)
    {
        IReadOnlyList<string> warnings = RunWarnings.Of([new("train/critic/loss", 0.1), new("train/generator/diversity", diversity)]);
        Assert.Equal(warns ? 1 : 0, warnings.Count);
        Assert.All(warnings, warning => Assert.StartsWith("mode collapse: in the last epoch samples varied", warning));
    }

    [Fact]
    public void TheSummaryKeepsThem()
    {
        string file = folders["summary.json"];
        SummaryWriter.Write(file, new RunSummary { Warnings = ["one", "two"] });
        Assert.Equal(["one", "two"], SummaryReader.Read(file).Warnings);
    }
}
