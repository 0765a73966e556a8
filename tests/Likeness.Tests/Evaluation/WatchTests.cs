using Likeness.Evaluation;
using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Testing;
using Likeness.Tests.Training;
using Xunit;

namespace Likeness.Tests.Evaluation;

/// <summary>Long evaluations tell how far they are and can be stopped, and come to the same bits however they are cut.</summary>
public sealed class WatchTests
{
    private const string Weighting = "importance-weighted estimate, k = 230", Annealing = "annealed importance sampling";

    [Theory]
    [InlineData("vae")]
    [InlineData("vae", "conditional=true")]
    public void PiecesDoNotChangeTheBits(string model, params string[] settings) => Assert.Equal(
        Evaluated(model, settings, new Watch(clock: new TickingClock(1))), Evaluated(model, settings, new Watch(clock: new TickingClock(0))));

    [Theory]
    [InlineData("rbm")]
    [InlineData("dbn")]
    public void PiecesDoNotChangeTheBitsOfAnnealing(string name)
    {
        var model = (IAnnealed)Models.SmallModel.Create(name, TrainingSetup.Shape, 1);
        LogPartition Estimate(int tick) =>
            AnnealedImportance.Estimate(model.Path, new AnnealingOptions(20, 300), Backend.Cpu(1), new Watch(clock: new TickingClock(tick)));
        Assert.Equal(Estimate(1), Estimate(0));
    }

    [Theory]
    [InlineData("vae", Weighting)]
    [InlineData("rbm", Annealing)]
    public void ProgressGoesFromTheFirstPieceToTheWhole(string model, string what)
    {
        var told = new List<EvaluationProgress>();
        Evaluated(model, [], new Watch(told.Add, clock: new TickingClock()));
        EvaluationProgress[] of = [.. told.Where(at => at.What == what)];
        Assert.True(of.Length > 20);
        Assert.Equal(of.Select(at => at.Part).Order(), of.Select(at => at.Part));
        Assert.Equal((1.0, TimeSpan.Zero), (of[^1].Part, of[^1].Remaining));
        Assert.True(of[0].Part < 0.05 && of[0].Remaining > of[^2].Remaining);
        Assert.Equal(told.Select(at => at.Elapsed).Order(), told.Select(at => at.Elapsed));
    }

    [Theory]
    [InlineData("vae", Weighting)]
    [InlineData("rbm", Annealing)]
    public void StopsBeforeTheNextPiece(string model, string what)
    {
        using var stop = new CancellationTokenSource();
        int after = 0;
        void Told(EvaluationProgress at)
        {
            after += stop.IsCancellationRequested ? 1 : 0;
            if (at.What == what && at.Part > 0.01)
                stop.Cancel();
        }
        Assert.Throws<OperationCanceledException>(() => Evaluated(model, [], new Watch(Told, stop.Token, new TickingClock())));
        Assert.Equal(0, after);
    }

    [Fact]
    public void StopsBeforeTheFirstPiece()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => Evaluated("ae", [], new Watch(stop: stop.Token)));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1, 2, 4)]
    [InlineData(3, 3, 1)]
    public void ALongLoopIsALoopAndBeginsAnew(params int[] parts)
    {
        RandomSource random = RandomSource.Fixed(1, "turns");
        IReadOnlyList<Tensor> start = [Tensor.Of([1f, 2f], [2]), Tensor.Scalar(5)];
        IReadOnlyList<Tensor> Turn(Tensor turn, IReadOnlyList<Tensor> state) =>
            [(state[0] * random.At(turn).Uniform([2])) + turn.Cast(DType.F32), state[1] + (turn * turn)];
        Tensor[] whole = Tensor.Loop(Tensor.Scalar(7), start, Turn);
        // The same place in the order of draws.
        random = RandomSource.Fixed(1, "turns");
        var loop = new LongLoop(7);
        Compiled step = Compiler.Compile(builder => loop.Trace(builder, start, Turn), Backend.Cpu(1));
        for (int time = 0; time < 2; time++)
        {
            foreach (int part in parts)
                loop.Run(step, part);
            Assert.Equal(whole[0].ToArray(), step.Outputs[0].ToFloats());
            Assert.Equal(5 + 91, step.Outputs[1].ToFloat());
        }
    }

    private static IReadOnlyList<Metric> Evaluated(string name, string[] settings, Watch watch)
    {
        IModel model = Models.SmallModel.Create(name, TrainingSetup.Shape, 1, settings);
        return Evaluator.Evaluate(
            model, TrainingSetup.Images(130), 1, binarize: true, Backend.Cpu(1), new EvaluationOptions(Importance: 230, Images: 110), watch).Metrics;
    }
}
