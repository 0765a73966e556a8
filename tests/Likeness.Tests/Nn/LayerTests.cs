using Likeness.Nn;
using Likeness.Tensors;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Testing;
using Xunit;

namespace Likeness.Tests.Nn;

public class LayerTests
{
    private static Pass Training => Pass.Training(RandomSource.Fixed(1, "pass"));

    public static TheoryData<string> Layers => ["linear", "masked", "conv", "transposed", "batch", "layer", "group", "attention", "mlp", "sequence"];

    [Theory]
    [MemberData(nameof(Layers))]
    public void EveryParameterGetsAGradient(string name)
    {
        var scope = new Scope(1);
        ILayer layer = Create(name, scope);
        Tensor y = layer.Apply(Points.Constant([2, 4, 4, 8], 1), Training);
        Tensor loss = (y * Points.Constant(y.Shape, 2)).Sum();
        foreach ((Variable parameter, Tensor gradient) in scope.Parameters.Zip(Gradients.Of(loss, [.. scope.Parameters.Select(p => p.Value)])))
            Assert.True(gradient.ToArray().Any(g => Math.Abs(g) > 1e-6), parameter.Name);
    }

    [Fact]
    public void LinearIsAffine()
    {
        var layer = new Linear(new Scope(1), 2, 3);
        layer.Weight.Write<float>([1, 2, 3, 4, 5, 6]);
        layer.Bias!.Write<float>([10, 20, 30]);
        Assert.Equal([9f + 10, 12 + 20, 15 + 30], layer.Apply(Tensor.Of([1f, 2f], [1, 2])).ToArray());
        Assert.Contains("[.., 2]", Assert.Throws<ArgumentException>(() => layer.Apply(Tensor.Zeros([1, 3]))).Message);
    }

    [Fact]
    public void MaskedLinearIsALinearWhoseWeightIsMasked()
    {
        int[] from = [1, 3, 2], to = [2, 0, 3, 1];
        Tensor mask = Tensor.Of([1f, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0], [3, 4]), x = Points.Constant([5, 3], 1), c = Points.Constant([5, 4], 2);
        var (masked, plain) = (new Scope(1), new Scope(1));
        var layer = new MaskedLinear(masked, from, to);
        var twin = new Linear(plain, 3, 4);
        Tensor y = layer.Apply(x), expected = x.MatMul(twin.Weight.Value * mask) + twin.Bias!.Value;
        Assert.Equal(expected.ToArray(), y.ToArray());
        Tensor Gradient(Tensor output, Scope scope) => Gradients.Of((output.Square() * c).Sum(), [scope.Parameters[0].Value])[0];
        Assert.Equal(Gradient(expected, plain).ToArray(), Gradient(y, masked).ToArray());
        Assert.Equal(mask.ToArray(), masked.Parameters[0].Read<float>().Select(weight => weight == 0 ? 0f : 1));
    }

    [Fact]
    public void ConvolutionsUndoEachOthersShapes()
    {
        var scope = new Scope(1);
        var down = new Conv2D(scope["down"], 1, 4, kernel: 4, stride: 2, padding: 1);
        var up = new ConvTranspose2D(scope["up"], 4, 1, kernel: 4, stride: 2, padding: 1, extra: 1);
        Assert.Equal([3, 3, 2, 4], down.Apply(Tensor.Zeros([3, 7, 5, 1])).Shape);
        Assert.Equal([3, 7, 5, 1], up.Apply(down.Apply(Tensor.Zeros([3, 7, 5, 1]))).Shape);
        Assert.Contains("[n, h, w, 1]", Assert.Throws<ArgumentException>(() => down.Apply(Tensor.Zeros([3, 7, 5, 2]))).Message);
    }

    [Fact]
    public void NormsHaveMeanZeroAndVarianceOne()
    {
        Tensor x = (3f * Points.Constant([6, 4, 4, 8], 1)) + 5f;
        AssertStandard(new BatchNorm(new Scope(1), 8).Apply(x, Training).Reshape(-1, 8), 0);
        AssertStandard(new LayerNorm(new Scope(1), 8).Apply(x).Reshape(-1, 8), 1);
        Tensor grouped = new GroupNorm(new Scope(1), 2, 8).Apply(x).Reshape(6, 16, 2, 4).Permute(0, 2, 1, 3);
        AssertStandard(grouped.Reshape(12, 64), 1);
        Assert.Contains("do not divide", Assert.Throws<ArgumentException>(() => new GroupNorm(new Scope(1), 3, 8)).Message);
    }

    [Fact]
    public void BatchNormKeepsRunningStatisticsForEvaluation()
    {
        var scope = new Scope(1);
        var layer = new BatchNorm(scope, 2, momentum: 0.5);
        Tensor x = Tensor.Of([1f, 10f, 3f, 30f, 5f, 50f], [3, 2]);
        Compiled step = Compiler.Compile(builder =>
        {
            Pass pass = Pass.Training(builder.Random(new RandomStream(1, "pass")));
            Tensor y = layer.Apply(x, pass);
            foreach ((Variable variable, Tensor value) in pass.Updates)
                builder.Update(variable, value);
            return [y];
        });
        for (int i = 0; i < 2; i++)
            step.Run();
        Assert.Equal([2.25f, 22.5f], scope.State[0].Read<float>(), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal([3.25f, 300.25f], scope.State[1].Read<float>(), (a, b) => Math.Abs(a - b) < 1e-3);
        float first = layer.Apply(x, Pass.Evaluation).ToArray()[0];
        Assert.Equal((1 - 2.25) / Math.Sqrt(3.25), first, 1e-4);
    }

    [Fact]
    public void DropoutKeepsTheMeanAndDoesNothingInEvaluation()
    {
        var layer = new Dropout(0.25);
        Tensor ones = Tensor.Ones([20_000]);
        float[] dropped = layer.Apply(ones, Training).ToArray();
        Assert.Equal(1, dropped.Average(), 0.02);
        Assert.Equal([0f, 1 / 0.75f], dropped.Distinct().Order());
        Assert.Same(ones, layer.Apply(ones, Pass.Evaluation));
        Assert.Contains("1.5", Assert.Throws<ArgumentException>(() => new Dropout(1.5)).Message);
    }

    [Fact]
    public void AttentionTreatsPositionsAlike()
    {
        var layer = new SelfAttention(new Scope(1), 8, heads: 2);
        Tensor x = Points.Constant([2, 5, 8], 1);
        Assert.Equal(layer.Apply(x).Flip(1).ToArray(), layer.Apply(x.Flip(1)).ToArray(), Near);
        Tensor map = Points.Constant([2, 2, 3, 8], 2);
        Assert.Equal(layer.Apply(map.Reshape(2, 6, 8)).ToArray(), layer.Apply(map).ToArray(), Near);
        Tensor changed = x + Tensor.Iota([2, 5, 8], 1).IsEqual(Tensor.Scalar(4));
        Assert.NotEqual(layer.Apply(x).Slice(1, 0, 1).ToArray(), layer.Apply(changed).Slice(1, 0, 1).ToArray());
    }

    [Fact]
    public void EmbeddingLooksUpRows()
    {
        var scope = new Scope(1);
        var layer = new Embedding(scope, 3, 2);
        scope.Parameters[0].Write<float>([1, 2, 3, 4, 5, 6]);
        Assert.Equal([5f, 6, 1, 2], layer.Apply(Tensor.Of([2, 0], [2])).ToArray());
    }

    [Fact]
    public void ActivationsAreFoundByName()
    {
        foreach (string name in Activations.Names)
            Assert.True(float.IsFinite(Activations.Named(name)(-2f).ToScalar()), name);
        Assert.Equal(-0.4f, Activations.Named("leaky_relu")(-2f).ToScalar(), 1e-6);
        Assert.Equal(-2 / (1 + Math.Exp(2)), Activations.Named("swish")(-2f).ToScalar(), 1e-6);
        Assert.Contains("'elu'", Assert.Throws<ArgumentException>(() => Activations.Named("elu")).Message);
    }

    [Fact]
    public void EvaluationDrawsAndStoresNothing()
    {
        Assert.Throws<InvalidOperationException>(() => Pass.Evaluation.Random);
        Assert.Contains("mean", Assert.Throws<InvalidOperationException>(() => Pass.Evaluation.Store(new Variable("mean", [1]), 0f)).Message);
    }

    private static ILayer Create(string name, Scope scope) => name switch
    {
        "linear" => new Linear(scope, 8, 3),
        "masked" => new MaskedLinear(scope, [1, 2, 3, 4, 5, 6, 7, 8], [2, 5, 9]),
        "conv" => new Conv2D(scope, 8, 3, kernel: 3, padding: 1),
        "transposed" => new ConvTranspose2D(scope, 8, 3, kernel: 4, stride: 2, padding: 1),
        "batch" => new BatchNorm(scope, 8),
        "layer" => new LayerNorm(scope, 8),
        "group" => new GroupNorm(scope, 4, 8),
        "attention" => new SelfAttention(scope, 8, 2),
        "mlp" => new Mlp(scope, [8, 5, 3], "tanh"),
        _ => new Sequential(new Conv2D(scope[0], 8, 4, 3), new Lambda(Activations.Named("gelu")), new Dropout(0.1), new Linear(scope[1], 4, 2)),
    };

    private static void AssertStandard(Tensor x, int axis)
    {
        Assert.All(x.Mean([axis]).ToArray(), mean => Assert.Equal(0, mean, 1e-4));
        Assert.All(x.Variance([axis]).ToArray(), variance => Assert.Equal(1, variance, 1e-3));
    }

    private static bool Near(float a, float b) => Math.Abs(a - b) < 1e-5;
}
