using Likeness.Models;
using Likeness.Optim;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tests.Formats;
using Likeness.Training;
using Xunit;

namespace Likeness.Tests.Training;

/// <summary>Plain descent on w^2 from 1: w becomes (1 - 2 rate) w, so a rate above 1 diverges and half of it may not.</summary>
public sealed class DivergenceTests : IDisposable
{
    private readonly TemporaryFolder folders = new();

    public void Dispose() => folders.Dispose();

    [Fact]
    public void HalvedRateRescuesATraining()
    {
        var model = new Parabola();
        TrainingResult result = Train(model, folders["run"], rate: 1.6, recoveries: 3);
        Assert.True(result.Finished);
        Assert.Single(result.Rollbacks);
        Assert.Equal(0, result.Rollbacks[0].ToStep);
        Assert.InRange(Math.Abs(model.Weight), 0, 1e-3);
        Assert.Contains("\"kind\":\"rollback\"", TrainingSetup.Metrics(folders["run"]));
    }

    [Fact]
    public void TrainingThatDivergesAgainAndAgainStopsWithItsCheckpoint()
    {
        var error = Assert.Throws<TrainingDivergedException>(() => Train(new Parabola(), folders["run"], rate: 100, recoveries: 2));
        Assert.Contains("after 2 returns", error.Message);
        Assert.Contains("lower optimizer.learning_rate (now 100)", error.Message);
        Assert.Equal(0, Checkpoint.Read(TrainingJournal.CheckpointPath(folders["run"])).State.Step);
    }

    [Fact]
    public void LossThatIsNoNumberIsDivergence()
    {
        var guard = new DivergenceGuard(10);
        Assert.Null(guard.Check([new("loss", 3)]));
        Assert.Equal("loss is not finite", guard.Check([new("loss", double.NaN)]));
        Assert.Equal("kl is not finite", guard.Check([new("loss", 1), new("kl", double.PositiveInfinity)]));
    }

    [Fact]
    public void LossIsComparedWithItsUsualSize()
    {
        var guard = new DivergenceGuard(10);
        Assert.Null(guard.Check([new("loss", -3)]));
        Assert.Null(guard.Check([new("loss", 25)]));
        Assert.Equal("loss grew to -900, usually 5.2", guard.Check([new("loss", -900)]));
        Assert.Null(guard.Check([new("loss", 40)]));
    }

    // A critic's loss is below zero, and grows as long as it wins.
    [Fact]
    public void NegativeAndGrowingLossesAreNoDivergence()
    {
        var guard = new DivergenceGuard(1000);
        for (int line = 0; line < 200; line++)
            Assert.Null(guard.Check([new("critic/loss", -0.1 * Math.Pow(1.1, line)), new("generator/loss", 40 * Math.Sin(line))]));
    }

    private static TrainingResult Train(Parabola model, string folder, double rate, int recoveries)
    {
        var options = new TrainingOptions
        {
            Steps = 40,
            Batch = 4,
            LogEvery = 5,
            CheckpointEvery = 20,
            Optimizer = new OptimizerOptions("sgd"),
            Schedule = new Schedule(Rate: rate),
            Recoveries = recoveries,
        };
        return new Trainer(model, TrainingSetup.Images(40), options, Backend.Cpu(1)) { Journal = new TrainingJournal(folder, new Dictionary<string, string>()) }.Run();
    }

    private sealed class Parabola : IModel
    {
        private readonly Variable weight = Variable.Of("w", [1], [1f]);

        public float Weight => weight.Read<float>()[0];

        public ImageShape Images => TrainingSetup.Shape;

        public IReadOnlyList<Variable> Parameters => [weight];

        public IReadOnlyList<Variable> State => [];

        public IReadOnlyList<Stage> Stages =>
            [new Stage("only", [new Phase("only", [weight], (_, _) => new Objective(weight.Value.Square().Sum(), []))])];
    }
}
