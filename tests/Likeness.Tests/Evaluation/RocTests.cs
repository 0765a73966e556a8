using Likeness.Evaluation;
using Likeness.Tests.Golden;
using Xunit;

namespace Likeness.Tests.Evaluation;

public sealed class RocTests
{
    [Theory]
    [InlineData("fine", 120, 1, 10007, 2500, 90, 2)]
    [InlineData("ties", 137, 3, 12, 3, 260, 4)]
    [InlineData("coarse", 40, 5, 2, 0, 33, 6)]
    [InlineData("few", 1, 7, 9, 1, 7, 8)]
    public void NumbersAreThoseOfAnIndependentImplementation(string name, int count, int seed, int steps, int shift, int others, int otherSeed)
    {
        Roc found = Roc.Of(Scores(count, seed, steps, shift), Scores(others, otherSeed, steps, 0));
        Assert.Equal(GoldenRun.Read("roc", name), [found.Area, found.FalsePositives], (x, y) => Math.Abs(x - y) < 1e-12);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(30, 7)]
    public void EqualScoresTellNothing(int data, int others)
    {
        float[] Same(int count) => [.. Enumerable.Repeat(0.3f, count)];
        Assert.Equal(new Roc(0.5, 1), Roc.Of(Same(data), Same(others)));
    }

    [Fact]
    public void OneImageOnEachSideIsEnough()
    {
        Assert.Equal(new Roc(1, 0), Roc.Of([2], [1]));
        Assert.Equal(new Roc(0, 1), Roc.Of([1], [2]));
        Assert.Equal(new Roc(1, 0), Roc.Of([0], [float.NegativeInfinity]));
    }

    [Fact]
    public void ExchangingTheSidesTurnsTheAreaRound()
    {
        float[] data = Scores(50, 1, 20, 4), others = Scores(70, 2, 20, 0);
        Assert.Equal(1, Roc.Of(data, others).Area + Roc.Of(others, data).Area, 1e-12);
    }

    [Fact]
    public void ScoresThatAreNoNumbersAreOneClearError()
    {
        Assert.Equal("the score of image 1 of the data is NaN: scores that are no numbers have no order",
            Assert.Throws<ArgumentException>(() => Roc.Of([1, float.NaN], [1])).Message);
        Assert.Equal("no images of the others: an ROC curve needs images of both sides", Assert.Throws<ArgumentException>(() => Roc.Of([1], [])).Message);
    }

    // The numbers of roc.py.
    private static float[] Scores(int count, int seed, int steps, int shift) => [.. Enumerable.Range(0, count).Select(i =>
        (float)((((long)i * i * 7) + (i * ((13L * seed) + 29)) + (5 * seed)) % 10007 * steps / 10007) + shift)];
}
