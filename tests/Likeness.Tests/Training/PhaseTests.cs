using Likeness.Data;
using Likeness.Models;
using Likeness.Optim;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tests.Testing;
using Likeness.Training;
using Xunit;

namespace Likeness.Tests.Training;

/// <summary>Stages of several phases: rhythms, shared and overlapping parameters, loss names. A gradient of 1 and a rate of 1 count steps.</summary>
public sealed class PhaseTests
{
    private readonly Variable a = new("a", [1]), b = new("b", [1]);

    [Fact]
    public void PhasesRunInTheirRhythm()
    {
        Train(12, new Stage("gan", [Counting("critic", a), Counting("generator", b, every: 5)]));
        Assert.Equal((-12f, -2f), (a.Read<float>()[0], b.Read<float>()[0]));
    }

    [Fact]
    public void RareFirstPhaseSeesTheSameBatches()
    {
        TrainingResult result = Train(10, new Stage("gan", [Counting("generator", b, every: 2), Counting("critic", a)]));
        Assert.Equal((-10f, -5f), (a.Read<float>()[0], b.Read<float>()[0]));
        Assert.Equal(["train/generator/loss", "train/generator/value", "train/critic/loss", "train/critic/value"], result.Metrics.Select(metric => metric.Key));
    }

    // Its gradient is the batch's mean, so the weight tells which batches were seen.
    [Fact]
    public void PhasesOfAStepSeeOneBatchWhateverTheirOrder()
    {
        Variable c = new("c", [1]), d = new("d", [1]);
        Train(7, new Stage("gan", [Seeing("critic", a), Seeing("generator", b, every: 3)]));
        Train(7, new Stage("gan", [Seeing("generator", c, every: 3), Seeing("critic", d)]));
        Assert.NotEqual(0, b.Read<float>()[0]);
        Assert.Equal(b.Read<float>(), c.Read<float>());
        Assert.Equal(a.Read<float>(), d.Read<float>());
    }

    [Fact]
    public void PhasesWithTheSameParametersTakeTurns()
    {
        Train(6, new Stage("twice", [Counting("one", a), Counting("two", a)]));
        Assert.Equal(-12, a.Read<float>()[0]);
    }

    [Fact]
    public void StagesShareTheSteps()
    {
        Train(12, new Stage("first", [Counting("x", a)], Share: 2), new Stage("second", [Counting("x", b)]));
        Assert.Equal((-8f, -4f), (a.Read<float>()[0], b.Read<float>()[0]));
    }

    [Fact]
    public void PhasesMayShareSomeOfTheirParameters()
    {
        var both = new Phase("both", [a, b], (_, _) => new Objective(a.Value.Sum() + b.Value.Sum(), []));
        Train(3, new Stage("together", [Counting("one", a), both]));
        Assert.Equal((-6f, -3f), (a.Read<float>()[0], b.Read<float>()[0]));
    }

    [Fact]
    public void APhaseMayHaveAnOptimizerOfItsOwn()
    {
        var slow = Counting("slow", b) with { Optimizer = "gentle" };
        TrainingOptions options = Options(4) with { Others = new Dictionary<string, (OptimizerOptions, Schedule)> { ["gentle"] = (new("sgd"), new(Rate: 0.5)) } };
        Train(options, new Stage("two", [Counting("fast", a), slow]));
        Assert.Equal((-4f, -2f), (a.Read<float>()[0], b.Read<float>()[0]));
        var error = Assert.Throws<ArgumentException>(() => Train(4, new Stage("two", [Counting("slow", new Variable("c", [1])) with { Optimizer = "gentle" }])));
        Assert.Contains("phase slow is moved by optimizer 'gentle'", error.Message);
    }

    [Fact]
    public void ClippingLimitsTheLengthOverAllBlocksOfAPhase()
    {
        var both = new Phase("both", [a, b], (_, _) => new Objective((3f * a.Value.Sum()) + (4f * b.Value.Sum()), []));
        Train(Options(1) with { Clip = 1 }, new Stage("one", [both]), new Stage("two", [Counting("b", b)]));
        Assert.Equal(-0.6f, a.Read<float>()[0], 1e-5f);
    }

    [Fact]
    public void StagesThatNeedLabelsSeeTheLabelledImagesAlone()
    {
        // The mean label of ever the same three images, one of each class.
        Phase Labels(Variable variable) => new("labels", [variable], (batch, _) => new Objective(
            variable.Value.Sum() * batch.Labels!.Cast(DType.F32).Mean(), [new Term("n", (float)batch.Images.Shape[0])]));
        Train(Options(10) with { Labels = 3 }, new Stage("all", [Counting("x", a)]), new Stage("few", [Labels(b)], NeedsLabels: true));
        Assert.Equal(-5, a.Read<float>()[0]);
        Assert.Equal(-5 * TrainingSetup.Images(40).Labels.ToArray().Distinct().Average(), b.Read<float>()[0], 1e-4);
        var error = Assert.Throws<ArgumentException>(() => Train(Options(2) with { Labels = 41 }, new Stage("few", [Labels(b)], NeedsLabels: true)));
        Assert.Contains("training.labels is 41", error.Message);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("rmsprop")]
    public void ALimitKeepsThePhasesWeightsInRange(string optimizer)
    {
        Phase held = Counting("held", a) with { Limit = 0.25 };
        Train(Options(3) with { Optimizer = new OptimizerOptions(optimizer), Ema = 0.5 }, new Stage("two", [held, Counting("free", b)]));
        Assert.Equal(-0.25f, a.Read<float>()[0]);
        Assert.True(b.Read<float>()[0] < -1);
    }

    [Fact]
    public void StageWithoutAPhaseInEveryStepIsAnError()
    {
        var error = Assert.Throws<ArgumentException>(() => Train(2, new Stage("slow", [Counting("one", a, every: 2)])));
        Assert.Contains("stage slow: no phase runs in every step", error.Message);
    }

    [Fact]
    public void BatchLargerThanTheSetIsAnError()
    {
        var error = Assert.Throws<ArgumentException>(() => new Trainer(new Stages([]), TrainingSetup.Images(5), new TrainingOptions { Batch = 6 }));
        Assert.Contains("a batch of 6 is more than the 5 images of blobs", error.Message);
    }

    [Theory]
    [InlineData(3, 100, 100)]
    [InlineData(30, 100, 300)]
    public void ASmallSetIsPassedOverUntilTheLeastStepsAreDone(int epochs, long least, long expected)
    {
        TrainingOptions options = Options(0) with { Epochs = epochs, LeastSteps = least };
        Assert.Equal(expected, new Trainer(new Stages([new Stage("x", [Counting("x", a)])]), TrainingSetup.Images(40), options).TotalSteps);
    }

    [Fact]
    public void BudgetFixesTheStepsAndMovesNothing()
    {
        var trainer = new Trainer(new Stages([new Stage("x", [Counting("x", a)])]), TrainingSetup.Images(40), Options(1), Backend.Cpu(1));
        long steps = trainer.FitTo(TimeSpan.FromMilliseconds(200));
        Assert.True(steps > 10);
        Assert.Equal(steps, trainer.TotalSteps);
        Assert.Equal(0, a.Read<float>()[0]);
    }

    [Fact]
    public void BudgetCountsTheValidationAtTheEndOfEveryEpoch()
    {
        long plain = Fit(null);
        // 10 steps an epoch, then 1,000 batches of validation.
        long validated = Fit(TrainingSetup.Images(4000));
        Assert.True(5 * validated < plain, $"{validated} steps with validation, {plain} without");

        static long Fit(ImageSet? validation) =>
            new Trainer(new Stages([new Stage("x", [Seeing("x", new Variable("w", [1]))])]), TrainingSetup.Images(40), Options(1), Backend.Cpu(1), validation)
                .FitTo(TimeSpan.FromMilliseconds(400));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void MeasuringTheSpeedTakesLittleOfABudgetHoweverManyStagesThereAre(int stages)
    {
        var clock = new TickingClock();
        var model = new Stages([.. Enumerable.Range(0, stages).Select(i => new Stage($"stage {i}", [Counting("x", a)]))]);
        long began = clock.GetTimestamp();
        new Trainer(model, TrainingSetup.Images(40), Options(1), Backend.Cpu(1)) { Clock = clock }.FitTo(TimeSpan.FromHours(1));
        Assert.InRange(clock.GetElapsedTime(began), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    private static Phase Counting(string name, Variable variable, int every = 1) =>
        new(name, [variable], (_, _) => new Objective(variable.Value.Sum(), [new Term("value", variable.Value.Sum())]), every);

    private static Phase Seeing(string name, Variable variable, int every = 1) =>
        new(name, [variable], (batch, _) => new Objective(variable.Value.Sum() * batch.Images.Mean(), []), every);

    private static TrainingOptions Options(long steps) => new()
    {
        Steps = steps,
        Batch = 4,
        Optimizer = new OptimizerOptions("sgd"),
        Schedule = new Schedule(Rate: 1),
    };

    private static TrainingResult Train(long steps, params Stage[] stages) => Train(Options(steps), stages);

    private static TrainingResult Train(TrainingOptions options, params Stage[] stages) =>
        new Trainer(new Stages(stages), TrainingSetup.Images(40), options, Backend.Cpu(1)).Run();

    private sealed class Stages(IReadOnlyList<Stage> stages) : IModel
    {
        public ImageShape Images => TrainingSetup.Shape;

        public IReadOnlyList<Variable> Parameters => [.. stages.SelectMany(stage => stage.Phases).SelectMany(phase => phase.Parameters).Distinct()];

        public IReadOnlyList<Variable> State => [];

        IReadOnlyList<Stage> IModel.Stages => stages;
    }
}
