using Likeness.App.Reports.Runs;
using Xunit;

namespace Likeness.Tests.Reports;

public class MetricsLogTests
{
    [Fact]
    public void Steps_and_epochs_become_series()
    {
        var log = MetricsLog.Parse([
            """{"kind":"step","step":1,"epoch":0,"losses":{"loss":3,"kl":1},"learning_rate":0.1,"later":{"a":[]}}""",
            """{"kind":"step","step":2,"epoch":0,"losses":{"loss":2,"kl":0.5},"learning_rate":0.2}""",
            """{"kind":"epoch","epoch":1,"step":2,"metrics":{"train/loss":2.5}}""",
            """{"kind":"note","text":"hello"}"""]);
        Assert.Equal(["loss", "kl"], log.Losses.Select(series => series.Name));
        Assert.Equal([new LogPoint(1, 0, 3), new LogPoint(2, 0, 2)], log.Losses[0].Points);
        Assert.Equal([0.1, 0.2], log.LearningRates.Single().Points.Select(point => point.Value));
        Assert.Equal(new LogPoint(2, 1, 2.5), log.Epochs.Single().Points.Single());
        Assert.Equal(0, log.Unread);
    }

    [Fact]
    public void A_torn_last_line_is_no_fault_and_one_before_it_is()
    {
        var torn = MetricsLog.Parse([Step(1, "1"), """{"kind":"step","st"""]);
        Assert.Equal((0, 1), (torn.Unread, torn.Losses[0].Points.Count));
        var bad = MetricsLog.Parse([Step(1, "1"), """{"kind":"step","st""", "", "7", Step(2, "1")]);
        Assert.Equal((2, 2, 2), (bad.Unread, bad.FirstUnread, bad.Losses[0].Points.Count));
    }

    [Fact]
    public void A_resumed_run_is_told_once()
    {
        var log = MetricsLog.Parse([Step(1, "10"), Step(2, "20"), Step(3, "30"), Step(2, "21"), Step(3, "31")]);
        Assert.Equal([10.0, 21.0, 31.0], log.Losses.Single().Points.Select(point => point.Value));
    }

    [Fact]
    public void Numbers_that_JSON_cannot_say_are_read_by_name()
    {
        var log = MetricsLog.Parse([Step(1, "\"NaN\""), Step(2, "null"), Step(3, "\"-Infinity\""), Step(4, "1e999")]);
        Assert.Equal([double.NaN, double.NaN, double.NegativeInfinity, double.PositiveInfinity], log.Losses.Single().Points.Select(point => point.Value));
    }

    [Fact]
    public void Stages_that_count_their_own_steps_are_kept_apart()
    {
        var log = MetricsLog.Parse(["""{"kind":"step","stage":"a","step":1,"losses":{"loss":1}}""", """{"kind":"step","stage":"b","step":1,"losses":{"loss":2}}"""]);
        Assert.Equal(["a", "b"], log.Losses.Select(series => series.Stage));
    }

    private static string Step(int step, string loss) => $$$"""{"kind":"step","step":{{{step}}},"losses":{"loss":{{{loss}}}}}""";
}
