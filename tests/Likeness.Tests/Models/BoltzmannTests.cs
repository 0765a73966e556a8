using Likeness.Evaluation;
using Likeness.Models;
using Likeness.Models.Boltzmann;
using Likeness.Nn;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Xunit;

namespace Likeness.Tests.Models;

public sealed class RbmTests() : BoltzmannLaws("rbm", "objective.chains=0");

public sealed class PersistentRbmTests() : BoltzmannLaws("rbm", "objective.chains=10", "objective.turns=3");

public sealed class DbnTests() : AnnealedLaws("dbn", "architecture.hidden=[12, 9]")
{
    // -log p of the hidden units of the machine below, but for Z: then the stack says of images what the machine alone said.
    [Fact]
    public void AMachineBeginsAsTheOneBelowWithItsLayersExchanged()
    {
        var stack = new BeliefStack(new Scope(1), 4, [6, 4]);
        foreach (Variable parameter in stack.Machines[0].Parameters)
            parameter.Write<float>([.. Enumerable.Range(1, (int)parameter.Shape.Size).Select(i => MathF.Sin(3 * i))]);
        var scope = new Scope(2);
        IReadOnlyList<ContrastiveDivergence> learning = stack.Learning(scope, new ContrastiveOptions(1, 5, 0));
        stack.Continued(stack.Pretraining(learning, 1, null), learning)[1].Begin!();
        Assert.Equal(
            (-stack.Machines[0].LogSumOverVisible(Pictures(6))).ToArray(), stack.Top.FreeEnergy(Pictures(6)).ToArray(), (x, y) => Math.Abs(x - y) < 1e-5);
        Assert.Equal(stack.Machines[0].HiddenMean(scope.State[0].Value).ToArray(), scope.State[1].Read<float>());
    }
}

public sealed class GaussianRbmTests() : ModelLaws("rbm", "architecture.visible=gaussian")
{
    [Fact]
    public void TheConstantStaysUnknown() => Assert.Equal(LikelihoodKind.Unnormalized, ((ILikelihood)Create(1)).Kind);

    // F(v) = -log of the sum over h of exp(-E(v, h)), with E written out unit by unit.
    [Fact]
    public void FreeEnergySumsOverHiddenUnits()
    {
        var images = new ImageShape(1, 3, 1);
        IModel model = Create(images, 2, "architecture.hidden=2", "architecture.deviation=0.5");
        foreach (Variable parameter in model.Parameters)
            parameter.Write<float>([.. Enumerable.Range(1, (int)parameter.Shape.Size).Select(i => MathF.Sin(3 * i))]);
        float[] w = model.Parameters[0].Read<float>(), b = model.Parameters[1].Read<float>(), c = model.Parameters[2].Read<float>(), v = [0.2f, 0.9f, 0.5f];
        double sum = 0;
        for (int h = 0; h < 4; h++)
        {
            double energy = v.Zip(b).Sum(pair => Math.Pow(pair.First - pair.Second, 2) / (2 * 0.25));
            for (int j = 0; j < 2; j++)
                energy -= ((h >> j) & 1) * (c[j] + Enumerable.Range(0, 3).Sum(i => v[i] / 0.5 * w[(2 * i) + j]));
            sum += Math.Exp(-energy);
        }
        Assert.Equal(-Math.Log(sum), ((IEnergy)model).Energy(Tensor.Of(v, [1, 1, 3, 1])).ToArray()[0], 1e-4);
    }
}

public sealed class DbnClassifierTests() : ModelLaws("dbn-classifier", "architecture.hidden=[12, 9]");

public sealed class RandomDbnClassifierTests() : DescentLaws("dbn-classifier", "architecture.hidden=[12, 9]", "pretraining.enabled=false");

/// <summary>What holds for machines with binary units.</summary>
public abstract class BoltzmannLaws(string name, params string[] settings) : AnnealedLaws(name, settings)
{
    [Fact]
    public void GibbsChainsKeepTheDistribution()
    {
        IModel model = Trained(new ImageShape(2, 2, 1));
        double[] p = [.. ((IEnergy)model).Energy(Pictures(4).Reshape(16, 2, 2, 1)).ToArray().Select(energy => Math.Exp(-energy))];
        var refiner = (IRefiner)model;
        const int Chains = 40_000;
        RandomSource random = RandomSource.Fixed(4, "chains");
        float[] ends = Tensor.Loop(Tensor.Scalar(60), refiner.Start(new SampleRequest(Chains), random),
            (turn, x) => refiner.Refine(x, turn, new SampleRequest(Chains, Steps: Tensor.Scalar(60)), random)).ToArray();
        var counts = new double[16];
        foreach (float[] x in ends.Chunk(4))
            counts[(int)(x[0] + (2 * x[1]) + (4 * x[2]) + (8 * x[3]))]++;
        for (int i = 0; i < 16; i++)
            Assert.InRange(counts[i] / Chains, (p[i] / p.Sum()) - 0.01, (p[i] / p.Sum()) + 0.01);
    }

    // The hidden unit is on half the time; each pixel is then right with log-odds 2, else wrong with as much. Of its mean, a half, the error is 0.25.
    [Fact]
    public void ReconstructionIsThatOfDrawnHiddenUnits()
    {
        IModel model = Create(new ImageShape(1, 3, 1), 1, "architecture.hidden=1");
        foreach ((Variable parameter, float[] values) in model.Parameters.Zip<Variable, float[]>([[4, -4, 4], [-2, 2, -2], [-8]]))
            parameter.Write<float>(values);
        const int Images = 20_000;
        Tensor same = Tensor.Of([1f, 0f, 1f], [1, 1, 3, 1]).BroadcastTo([Images, 1, 3, 1]);
        var step = new PhaseStep(model, new Batch(same, Tensor.Of(new int[Images], [Images])));
        step.Run();
        double right = 1 / (1 + Math.Exp(-2)), expected = ((right * right) + ((1 - right) * (1 - right))) / 2;
        Assert.InRange(step.Term("reconstruction"), expected - 0.01, expected + 0.01);
    }

    [Fact]
    public void TrainingRaisesTheLikelihoodOfTheData()
    {
        Batch batch = PhaseStep.Batch(Images, 6) with { Images = PhaseStep.Batch(Images, 6).Images.IsLess(0.5f).Cast(DType.F32) };
        double Likelihood(IModel model) => ((ILikelihood)model).LogLikelihood(batch.Images, RandomSource.Fixed(1, "x")).Mean().ToScalar()
            - AnnealedImportance.Exact(((IAnnealed)model).Path)!.Value;
        IModel model = Create(1);
        new PhaseStep(model, batch, rate: 2e-2).Run(300);
        double before = Likelihood(Create(1)), after = Likelihood(model);
        Assert.True(after > before + 5, $"{before} before, {after} after");
    }
}

/// <summary>What holds for models whose constant is estimated by annealing.</summary>
public abstract class AnnealedLaws(string name, params string[] settings) : ModelLaws(name, settings)
{
    [Fact]
    public void AnnealingFindsTheEnumeratedConstant()
    {
        IAnnealingPath path = ((IAnnealed)Trained(Images)).Path;
        LogPartition estimate = AnnealedImportance.Estimate(path, new AnnealingOptions(200, 2000));
        double exact = AnnealedImportance.Exact(path)!.Value;
        Assert.InRange(estimate.Value, exact - 0.1, exact + 0.1);
        Assert.True(estimate.Low < estimate.Value && estimate.Value < estimate.High);
        Assert.Equal(estimate, AnnealedImportance.Estimate(path, new AnnealingOptions(200, 2000), Backend.Cpu(1)));
    }

    [Fact]
    public void TooFewChainsAreToldOf()
    {
        IAnnealingPath path = ((IAnnealed)Trained(Images)).Path;
        var sum = new Metric(PartitionMetrics.LikelihoodName, 0, PartitionMetrics.EstimateKind, 1, "nats");
        Metric[] Of(int chains) => [.. PartitionMetrics.Add([sum], path, new AnnealingOptions(chains, 2000), null, new Watch())];
        Metric[] many = Of(200), few = Of(9);
        Assert.InRange(many.Single(metric => metric.Name == "partition/effective").Value, 10, 200);
        Assert.InRange(few.Single(metric => metric.Name == "partition/effective").Value, 1, 9);
        Assert.Equal(PartitionMetrics.EstimateKind, many[0].Kind);
        Assert.True(PartitionMetrics.IsDoubtful(few[0].Kind), few[0].Kind);
    }

    // The mean of exp(log p*) over draws is p*(v), and the sum of that over all pictures is Z.
    [Fact]
    public void LikelihoodsOfAllPicturesAddUpToOne()
    {
        const int Draws = 2000;
        IModel model = Trained(new ImageShape(2, 2, 1));
        Tensor all = Pictures(4).Reshape(1, 16, 4).BroadcastTo([Draws, 16, 4]).Reshape(Draws * 16, 2, 2, 1);
        double z = ((ILikelihood)model).LogLikelihood(all, RandomSource.Fixed(5, "draws")).ToArray().Sum(value => Math.Exp(value)) / Draws;
        Assert.InRange(Math.Log(z), AnnealedImportance.Exact(((IAnnealed)model).Path)!.Value - 0.03, AnnealedImportance.Exact(((IAnnealed)model).Path)!.Value + 0.03);
    }

    internal IModel Trained(ImageShape images)
    {
        IModel model = Create(images, 3);
        var last = model.Stages[^1].Phases[0];
        new PhaseStep(last, PhaseStep.Batch(images, 6), rate: 3e-2).Run(200);
        return model;
    }

    /// <summary>All binary pictures of n pixels, [2^n, n].</summary>
    protected static Tensor Pictures(int n) => Tensor.Of(
        [.. Enumerable.Range(0, 1 << n).SelectMany(i => Enumerable.Range(0, n).Select(bit => (float)((i >> bit) & 1)))], [1 << n, n]);
}
