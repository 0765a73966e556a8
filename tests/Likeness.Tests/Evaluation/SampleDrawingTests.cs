using Likeness.Evaluation;
using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Testing;
using Likeness.Tests.Training;
using Xunit;

namespace Likeness.Tests.Evaluation;

public sealed class SampleDrawingTests
{
    // A batch is what the model's own Sample makes of its random numbers, in one piece or in many.
    [Theory]
    [InlineData("ddpm", "ddim")]
    [InlineData("ddpm", null)]
    [InlineData("ncsn", null)]
    [InlineData("latent-diffusion", null)]
    [InlineData("flow-matching", "heun")]
    [InlineData("ebm", null)]
    [InlineData("jem", null)]
    [InlineData("rbm", null)]
    [InlineData("dbn", null)]
    [InlineData("vae", null)]
    public void PiecesMakeTheImagesOfTheWhole(string name, string? sampler)
    {
        IModel model = TrainingSetup.Model(name);
        var refined = (ISampler)model;
        int? steps = refined.DefaultSteps > 0 ? 9 : null;
        var options = new SampleOptions(20, 5, Steps: steps, Sampler: sampler);
        var stream = new RandomStream(5, "samples");
        Compiled whole = Compiler.Compile(
            step => [refined.Sample(new SampleRequest(20, Steps: steps is { } n ? Tensor.Scalar(n) : null, Sampler: sampler), step.Random(stream))], Backend.Cpu(1));
        whole.Run();
        float[] expected = whole.Outputs[0].ToFloats();
        Assert.Equal(expected, Sampling.Draw(model, options, Backend.Cpu(1), new Watch(clock: new TickingClock(1))).Values);
        Assert.Equal(expected, Sampling.Draw(model, options, Backend.Cpu(2), new Watch(clock: new TickingClock(0))).Values);
    }

    [Fact]
    public void TheFirstImagesOfManyAreThoseOfOneBatch()
    {
        IModel model = TrainingSetup.Model("vae");
        float[] many = Sampling.Draw(model, new SampleOptions(600, 2)).Values, one = Sampling.Draw(model, new SampleOptions(250, 2)).Values;
        Assert.Equal(one, many[..one.Length]);
        Assert.NotEqual(one, many[one.Length..(2 * one.Length)]);
    }

    // A clock that moves a second at each look: the first batch, which is warming up, counts for nothing.
    [Fact]
    public void ThePaceIsThatOfLaterBatches()
    {
        (ImageBatch images, double pace) = Sampling.Timed(TrainingSetup.Model("vae"), new SampleOptions(750), Backend.Cpu(1), new Watch(clock: new TickingClock()));
        Assert.Equal(750, images.Count);
        Assert.InRange(pace, 4, 60);
    }

    // Drawing it again is for the clock alone.
    [Fact]
    public void ASingleBatchIsDrawnAgainWhereItIsTimed()
    {
        IModel model = TrainingSetup.Model("vae");
        float[] plain = Sampling.Draw(model, new SampleOptions(20), Backend.Cpu(1)).Values;
        foreach ((TimeProvider clock, bool again) in new (TimeProvider, bool)[] { (new QuickClock(), true), (new TickingClock(), false) })
        {
            var told = new List<string>();
            (ImageBatch images, double pace) = Sampling.Timed(model, new SampleOptions(20), Backend.Cpu(1), new Watch(at => told.Add(at.What), clock: clock));
            Assert.Equal(plain, images.Values);
            Assert.Equal(again, told.Contains("timing samples"));
            Assert.InRange(pace, 10, 500);
        }
    }

    [Fact]
    public void DrawingTellsHowFarItIsAndStopsBetweenTurns()
    {
        using var stop = new CancellationTokenSource();
        var told = new List<EvaluationProgress>();
        void Told(EvaluationProgress at)
        {
            told.Add(at);
            if (at.Part > 0.3)
                stop.Cancel();
        }
        var options = new SampleOptions(10, Steps: 200);
        Assert.Throws<OperationCanceledException>(() =>
            Sampling.Draw(TrainingSetup.Model("jem"), options, Backend.Cpu(1), new Watch(Told, stop.Token, new TickingClock())));
        Assert.True(told.Count > 10);
        Assert.All(told, at => Assert.True(at is { What: "drawing samples", Part: < 0.4 }));
    }

    // A look takes a quarter of a second: a batch is too short to stand for itself.
    private sealed class QuickClock : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => 4;

        public override long GetTimestamp() => ++now;
    }
}
