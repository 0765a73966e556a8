using Likeness.Evaluation;
using Xunit;

namespace Likeness.Tests.Evaluation;

public sealed class CalibrationTests
{
    // Four at confidence 0.9, three right; two at 0.5, one right: (4/6)|0.75 - 0.9| + (2/6)|0.5 - 0.5| = 0.1.
    [Fact]
    public void ErrorOfAKnownExample()
    {
        Calibration calibration = Calibration.Of([(0.9, true), (0.9, true), (0.9, true), (0.9, false), (0.5, true), (0.5, false)]);
        Assert.Equal(0.1, calibration.Error, 12);
        Assert.Equal(15, calibration.Bins.Count);
        ReliabilityBin high = calibration.Bins[13];
        Assert.Equal((0.75, 4), (high.Accuracy, high.Count));
        Assert.Equal(0.9, high.Confidence, 12);
        Assert.Equal(6, calibration.Bins.Sum(bin => bin.Count));
    }

    [Fact]
    public void EdgesBelongToTheLowerBin()
    {
        Calibration calibration = Calibration.Of([(1, true), (0, false), (5 / 15.0, true)]);
        Assert.Equal(1, calibration.Bins[14].Count);
        Assert.Equal(1, calibration.Bins[0].Count);
        Assert.Equal(1, calibration.Bins[4].Count);
    }

    [Fact]
    public void ScoresOfKnownLogits()
    {
        float third = MathF.Log(2);
        // Probabilities (2/4, 1/4, 1/4) twice and (0, 0, 1): right, wrong, right.
        var scores = new ClassifierScores([third, 0, 0, third, 0, 0, -200, -200, 0], [0, 2, 2], 3);
        Dictionary<string, Metric> metrics = scores.Metrics().ToDictionary(metric => metric.Name);
        Assert.Equal(2 / 3.0, metrics["test/accuracy"].Value, 12);
        Assert.Equal((Math.Log(2) + Math.Log(4) + 0) / 3, metrics["test/nll"].Value, 6);
        Assert.Equal(0, metrics["test/ece"].Value, 6);
        long[][] counts = scores.Confusion(["a", "b", "c"]).Counts;
        Assert.Equal([1, 0, 0], counts[0]);
        Assert.Equal([0, 0, 0], counts[1]);
        Assert.Equal([1, 0, 1], counts[2]);
    }

    [Fact]
    public void MeanHasItsStandardError()
    {
        Metric metric = Metric.Mean("x", [1, 2, 3, 4], "exact", "nats");
        Assert.Equal(2.5, metric.Value);
        Assert.Equal(Math.Sqrt(5 / 3.0 / 4), metric.Error!.Value, 12);
        Assert.Equal(4, metric.N);
    }
}
