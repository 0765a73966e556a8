using Likeness.Models;
using Likeness.Models.Flows;
using Likeness.Nn;
using Likeness.Recipes;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Testing;
using Xunit;

namespace Likeness.Tests.Models;

public sealed class MafTests() : FlowLaws("maf");

public sealed class DeepMafTests() : FlowLaws("maf", "hidden=[16, 8, 12]", "layers=3");

public sealed class ConditionalMafTests() : ConditionalFlowLaws("maf");

public sealed class RealNvpTests() : FlowLaws("realnvp", "channels=[4]");

public sealed class DenseRealNvpTests() : FlowLaws("realnvp", "network=dense")
{
    [Fact]
    public void OddGreyImagesAreDense()
    {
        var images = new ImageShape(5, 3, 1);
        IModel conv = Create(images, 1, "network=conv"), dense = Create(images, 1);
        Assert.Equal(dense.Parameters.Select(p => p.ToString()), conv.Parameters.Select(p => p.ToString()));
    }
}

public sealed class ConditionalRealNvpTests() : ConditionalFlowLaws("realnvp");

public sealed class ConditionalDenseRealNvpTests() : ConditionalFlowLaws("realnvp", "network=dense");

public sealed class GlowTests() : FlowLaws("glow")
{
    [Fact]
    public void OddGreyImagesAreDeclinedInOneLine() =>
        Assert.Contains("images of odd height and width have 1", Assert.Throws<RecipeException>(() => Create(new ImageShape(5, 3, 1), 1)).Message);
}

public sealed class ConditionalGlowTests() : ConditionalFlowLaws("glow");

/// <summary>What holds for flows that learned classes.</summary>
public abstract class ConditionalFlowLaws(string name, params string[] settings) : FlowLaws(name, [.. settings, "conditional=true"])
{
    [Fact]
    public void CodesHoldTheClassThatWasLearned()
    {
        var model = (FlowModel)Create(1);
        Batch batch = PhaseStep.Batch(Images, 6);
        new PhaseStep(model, batch, rate: 1e-2).Run(150);
        Assert.Equal(3, model.Classes);
        Assert.Equal(batch.Labels!.ToArray(), model.Encode(batch.Images).Slice(1, Images.Size, 3).ArgMax(1).ToArray());
    }
}

/// <summary>The layers of flows by themselves.</summary>
public sealed class FlowLayerTests
{
    [Fact]
    public void FirstBatchHasMeanZeroAndVarianceOne()
    {
        var scope = new Scope(1);
        var norm = new ActNorm(scope, 3);
        Tensor x = (Points.Constant([40, 2, 5, 3], 1) * Tensor.Of([0.1f, 3, 20], [3])) + Tensor.Of([-7f, 0, 100], [3]);
        var pass = Pass.Training(RandomSource.Fixed(1, "unused"));
        (Tensor z, Tensor volume) = norm.Forward(x, null, pass);
        Assert.All(z.Mean([0, 1, 2]).ToArray(), mean => Assert.Equal(0, mean, 1e-4f));
        Assert.All(z.Variance([0, 1, 2]).ToArray(), variance => Assert.Equal(1, variance, 2e-3f));
        Assert.Equal(-5 * x.Variance([0, 1, 2]).ToArray().Sum(variance => Math.Log(variance + 1e-5)), volume.ToArray()[0], 1e-3);
        foreach ((Variable variable, Tensor value) in pass.Updates)
            variable.Write<float>(value.ToArray());
        Tensor other = 5f * x;
        float[] evaluated = norm.Forward(other, null, Pass.Evaluation).Z.ToArray();
        Assert.Equal(evaluated, norm.Forward(other, null, Pass.Training(RandomSource.Fixed(1, "unused"))).Z.ToArray());
        Assert.Equal(z.ToArray(), norm.Forward(x, null, Pass.Evaluation).Z.ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(x.ToArray(), norm.Inverse(z, null).ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void TheFirstStepOfTrainingSetsTheNormsAndNoLaterOneDoes()
    {
        IModel model = SmallModel.Create("glow", new ImageShape(8, 8, 1), 1);
        float[] Kept() => [.. model.State.Where(v => v.Name.EndsWith("mean") || v.Name.EndsWith("deviation")).SelectMany(v => v.Read<float>())];
        var step = new PhaseStep(model, PhaseStep.Batch(model.Images, 8));
        float[] before = Kept();
        step.Run();
        float[] after = Kept();
        Assert.NotEqual(before, after);
        step.Run(3);
        Assert.Equal(after, Kept());
    }

    [Fact]
    public void FactorsMultiplyToTheMatrix()
    {
        float[] matrix = Points.NormalFloats([5, 5], 3);
        LuFactors of = LuFactors.Of(matrix, 5);
        Tensor T(float[] values) => Tensor.Of(values, [5, 5]);
        Tensor one = Tensor.Iota([5, 5]).IsEqual(Tensor.Iota([5, 5], 1));
        Tensor diagonal = one * Tensor.Of([.. of.Sign.Zip(of.LogScale, (s, l) => s * MathF.Exp(l))], [5]);
        float[] product = T(of.Permutation).MatMul((T(of.Lower) + one).MatMul(T(of.Upper) + diagonal)).ToArray();
        Assert.Equal(matrix, product, (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Contains("singular", Assert.Throws<ArgumentException>(() => LuFactors.Of(new float[9], 3)).Message);
    }

    [Fact]
    public void MixingBeginsAsARotation()
    {
        var mixing = new ChannelMixing(new Scope(4), 6);
        Tensor x = Points.Constant([2, 3, 3, 6], 1);
        (Tensor z, Tensor volume) = mixing.Forward(x, null, Pass.Evaluation);
        Assert.Equal(x.Square().Sum([-1]).ToArray(), z.Square().Sum([-1]).ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.All(volume.ToArray(), v => Assert.Equal(0, v, 1e-4f));
        Assert.NotEqual(x.ToArray(), z.ToArray());
    }

    [Fact]
    public void BlocksOfTheSqueezeAreChannels()
    {
        var images = new ImageShape(4, 4, 1);
        Tensor x = Tensor.Iota([1, 16], 1).Cast(DType.F32).Reshape(1, 4, 4, 1);
        var squeeze = new Squeeze(images);
        Tensor z = squeeze.Forward(x, null, Pass.Evaluation).Z;
        Assert.Equal([0f, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15], z.ToArray());
        Assert.Equal(x.ToArray(), squeeze.Inverse(z, null).ToArray());
        var checkered = new Regroup(0, 3, 1, 2);
        Assert.Equal([0f, 5, 1, 4], checkered.Forward(z, null, Pass.Evaluation).Z.ToArray()[..4]);
        Assert.Equal(z.ToArray(), checkered.Inverse(checkered.Forward(z, null, Pass.Evaluation).Z, null).ToArray());
    }

    // Each z depends on the x up to its own place in the layer's order, and on no other.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AutoregressionLooksBackOnly(bool reversed)
    {
        const int Size = 5;
        var layer = new Autoregressive(new Scope(2), Size, [32], 0, reversed);
        Tensor x = Points.Constant([1, Size], 6);
        for (int i = 0; i < Size; i++)
        {
            float[] gradient = Gradients.Of(layer.Forward(x, null, Pass.Evaluation).Z.Slice(1, i, 1).Sum(), x)[0].ToArray();
            for (int j = 0; j < Size; j++)
                Assert.Equal(reversed ? j >= i : j <= i, gradient[j] != 0);
        }
    }

    [Theory]
    [InlineData(1, 0, false, 3)]
    [InlineData(2, 0, true, 64, 64)]
    [InlineData(5, 3, false, 3, 7)]
    [InlineData(20, 3, true, 64, 8, 90)]
    public void ValueByValueBackIsWhereItCameFrom(int size, int classes, bool reversed, params int[] hidden)
    {
        var layer = new Autoregressive(new Scope(2), size, hidden, classes, reversed);
        Tensor x = Points.Constant([7, size], 6);
        Tensor? labels = classes == 0 ? null : (Tensor.Iota([7]) % Tensor.Scalar(classes)).OneHot(classes);
        Tensor z = layer.Forward(x, labels, Pass.Evaluation).Z;
        Assert.Equal(x.ToArray(), layer.Inverse(z, labels).ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void ValueByValueEveryUnitIsComputedOnceOrTwice()
    {
        var layer = new Autoregressive(new Scope(2), 50, [200, 200], 0, false);
        Tensor x = Points.Constant([7, 50], 6);
        long MultiplyAdds(Tensor result) => Compiler.Compile(_ => [result], Backend.Cpu(1)).Footprint.Cost.MultiplyAdds;
        long onePass = 7 * ((50 * 200) + (200 * 200) + (200 * 100));
        Assert.InRange(MultiplyAdds(layer.Inverse(x, null)), onePass, 3 * onePass);
    }
}
