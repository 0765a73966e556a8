using Likeness.Models;
using Likeness.Models.Energy;
using Likeness.Tensors;
using Xunit;

namespace Likeness.Tests.Models;

public sealed class EbmTests() : EnergyLaws("ebm");

public sealed class TwoHeadJemTests() : JemLaws("energy=two-head");

public sealed class LogSumExpJemTests() : JemLaws("energy=logsumexp")
{
    [Fact]
    public void EnergyIsMinusLogSumExpOfTheLogits()
    {
        var model = (Jem)Create(1);
        Tensor images = PhaseStep.Batch(Images, 5).Images;
        double[] expected = [.. model.Logits(images).ToArray().Chunk(3).Select(row => -Math.Log(row.Sum(f => Math.Exp(f))))];
        Assert.Equal(expected, model.Energy(images).ToArray().Select(e => (double)e), (a, b) => Math.Abs(a - b) < 1e-5);
    }
}

public sealed class CrossEntropyClassifierTests() : DescentLaws("jem", "energy=none")
{
    [Fact]
    public void KeepsNoChains() => Assert.Empty(Create(1).State);
}

/// <summary>What holds for energies that know classes, besides.</summary>
public abstract class JemLaws(string energy) : EnergyLaws("jem", energy)
{
    [Fact]
    public void SamplesOfAClassRaiseItsProbability()
    {
        var model = (Jem)Create(1);
        Tensor labels = Tensor.Of([0, 1, 2, 0, 1, 2], [6]);
        float LossAfter(int steps)
        {
            var request = new SampleRequest(6, labels, Tensor.Scalar(steps));
            return model.Logits(model.Sample(request, RandomSource.Fixed(3, "sample"))).CrossEntropy(labels).Mean().ToScalar();
        }
        Assert.True(LossAfter(50) < LossAfter(0));
    }
}

/// <summary>What holds for energy-based models: the data's energy goes below that of noise, and chains go down.</summary>
public abstract class EnergyLaws(string name, params string[] settings) : DescentLaws(name, [.. settings, "langevin.steps=5"])
{
    [Fact]
    public void TrainingPutsTheEnergyOfDataBelowThatOfNoise()
    {
        IModel model = Create(1);
        Batch batch = PhaseStep.Batch(Images, 12);
        var step = new PhaseStep(model, batch with { Images = Stripes(12) }, rate: 3e-3);
        step.Run(400);
        Tensor noise = RandomSource.Fixed(9, "noise").Uniform(Images.Batch(12));
        float data = Mean(model, Stripes(12)), random = Mean(model, noise), flat = Mean(model, Tensor.Full(Images.Batch(12), 0.5f));
        Assert.True(data < random - 0.05 && data < flat, $"data {data}, noise {random}, constant {flat}, ends of chains {step.Term("energy-fake")}");
    }

    [Fact]
    public void RefinementGoesDown()
    {
        IModel model = Create(1);
        var refiner = (IRefiner)model;
        new PhaseStep(model, PhaseStep.Batch(Images, 12) with { Images = Stripes(12) }, rate: 3e-3).Run(100);
        RandomSource random = RandomSource.Fixed(2, "sample");
        Tensor start = refiner.Picture(refiner.Start(new SampleRequest(12), random));
        Assert.True(Mean(model, refiner.Sample(new SampleRequest(12, Steps: Tensor.Scalar(40)), random)) < Mean(model, start));
    }

    [Fact]
    public void StepPutsTheEndsOfItsChainsIntoTheBuffer()
    {
        IModel model = Create(1);
        float[] before = model.State[0].Read<float>();
        new PhaseStep(model, PhaseStep.Batch(Images, 4)).Run();
        float[][] after = [.. model.State[0].Read<float>().Chunk(Images.Size)];
        int moved = before.Chunk(Images.Size).Zip(after).Count(pair => !pair.First.SequenceEqual(pair.Second));
        Assert.InRange(moved, 1, 4);
        Assert.All(after.SelectMany(x => x), x => Assert.InRange(x, -1, 1));
    }

    private static Tensor Stripes(int n)
    {
        Tensor diagonal = Tensor.Iota(Images.Batch(n), 2) + Tensor.Iota(Images.Batch(n), 0);
        return 0.5f + (0.5f * diagonal.Cast(DType.F32).Sin());
    }

    private static float Mean(IModel model, Tensor images) => ((IEnergy)model).Energy(images).Mean().ToScalar();
}
