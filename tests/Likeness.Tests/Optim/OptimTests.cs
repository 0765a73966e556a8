using Likeness.Optim;
using Likeness.Tensors;
using Likeness.Tensors.Runtime;
using Xunit;

namespace Likeness.Tests.Optim;

public class OptimTests
{
    [Fact]
    public void ClippingByNormShortensOnlyLongGradients()
    {
        Tensor gradient = Tensor.Of([3f, -4f], [2]);
        Assert.Equal([0.6f, -0.8f], Clipping.ByNorm(gradient, 1).ToArray(), Near);
        Assert.Equal([3f, -4f], Clipping.ByNorm(gradient, 6).ToArray(), Near);
        Assert.Equal([0f, 0f], Clipping.ByNorm(Tensor.Zeros([2]), 1).ToArray());
        Assert.Equal(5, Clipping.Norm(gradient).ToScalar(), 1e-6);
    }

    [Fact]
    public void ClippingByValueLimitsEachElement() =>
        Assert.Equal([1f, -1f, 0.5f], Clipping.ByValue(Tensor.Of([3f, -4f, 0.5f], [3]), 1).ToArray());

    [Fact]
    public void LearningRateChangesWithoutCompilingAgain()
    {
        Variable point = Variable.Of("point", [2], [1f, 2f]), rate = Variable.Of("rate", [], [0.5f]);
        var sgd = new Sgd(point);
        Compiled step = Compiler.Compile(builder => [sgd.Step(builder, Tensor.Ones([2]), rate.Value)]);
        step.Run();
        Assert.Equal([0.5f, 1.5f], point.Read<float>());
        rate.Write<float>([0.25f]);
        step.Run();
        Assert.Equal([0.25f, 1.25f], point.Read<float>());
    }

    public static TheoryData<string> Optimizers => [.. OptimizerOptions.Names];

    // What masked layers rely on.
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void AZeroWithoutAGradientStaysExactlyZero(string name)
    {
        Variable point = Variable.Of("point", [2], [0f, 1f]);
        IOptimizer optimizer = new OptimizerOptions(name, Momentum: 0.5, Beta1: 0.9, Beta2: 0.999, WeightDecay: 0.1).Create(point);
        Compiled step = Compiler.Compile(builder =>
        {
            optimizer.Step(builder, Tensor.Of([0f, 1f], [2]), Tensor.Scalar(0.1f));
            return [];
        });
        for (int i = 0; i < 3; i++)
            step.Run();
        Assert.Equal(0, point.Read<float>()[0]);
        Assert.NotEqual(1, point.Read<float>()[1]);
    }

    // What a decay leaves of them would be denormal for ever: 0.9 of the fourth smallest number rounds to itself.
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void AveragesWithoutAGradientEndAtZero(string name)
    {
        Variable point = Variable.Of("point", [3], [1f, 2f, 3f]);
        IOptimizer optimizer = new OptimizerOptions(name, Momentum: 0.9, Beta1: 0.9, Beta2: 0.999).Create(point);
        Compiled step = Compiler.Compile(builder =>
        {
            optimizer.Step(builder, Tensor.Zeros([3]), Tensor.Scalar(0.1f));
            return [];
        });
        Variable[] averages = [.. optimizer.State.Where(state => state.Shape == point.Shape)];
        Assert.NotEmpty(averages);
        foreach (Variable average in averages)
            average.Write<float>([5.6e-45f, 2e-38f, 1e-29f]);
        step.Run();
        foreach (Variable average in averages)
        {
            float[] values = average.Read<float>();
            Assert.Equal([0f, 0f], values[..2]);
            Assert.InRange(values[2], 8e-30f, 1e-29f);
        }
        Assert.Equal([1f, 2f, 3f], point.Read<float>());
    }

    [Fact]
    public void StateResumesExactly()
    {
        float[] straight = Moved(6, out _, out _);
        Moved(3, out Variable point, out IOptimizer optimizer);
        float[][] saved = [point.Read<float>(), .. optimizer.State.Select(v => v.Read<float>())];
        (Variable again, IOptimizer resumed) = Fresh();
        foreach ((Variable variable, float[] values) in resumed.State.Prepend(again).Zip(saved))
            variable.Write<float>(values);
        Assert.Equal(straight, Run(again, resumed, 3));
    }

    [Fact]
    public void EmaIsTheWeightedMeanOfWhatItSaw()
    {
        Variable point = Variable.Of("point", [1], [10f]);
        var ema = new Ema(point, 0.8);
        Compiled step = Compiler.Compile(builder =>
        {
            Tensor next = builder.Input("next", [1]);
            builder.Update(point, next);
            ema.Update(builder, next);
            return [];
        });
        double sum = 0, weight = 0;
        foreach (float value in new[] { 1f, 5f, -2f })
        {
            step.Inputs["next"].Write<float>([value]);
            step.Run();
            (sum, weight) = ((0.8 * sum) + value, (0.8 * weight) + 1);
            Assert.Equal(sum / weight, ema.Shadow.Read<float>()[0], 1e-5);
        }
        ema.Swap();
        Assert.Equal((float)(sum / weight), point.Read<float>()[0], 1e-5);
        Assert.Equal(-2f, ema.Shadow.Read<float>()[0]);
    }

    [Fact]
    public void BadOptionsAreNamed()
    {
        var point = new Variable("point", [1]);
        Assert.Contains("'adagrad'", Assert.Throws<ArgumentException>(() => new OptimizerOptions("adagrad").Create(point)).Message);
        Assert.Contains("1.5", Assert.Throws<ArgumentException>(() => new Sgd(point, momentum: 1.5)).Message);
        Assert.Contains("needs momentum", Assert.Throws<ArgumentException>(() => new Sgd(point, nesterov: true)).Message);
        Assert.Contains("1.2", Assert.Throws<ArgumentException>(() => new Adam(point, beta2: 1.2)).Message);
        Assert.Contains("decay 1", Assert.Throws<ArgumentException>(() => new Ema(point, 1)).Message);
    }

    private static float[] Moved(int steps, out Variable point, out IOptimizer optimizer)
    {
        (point, optimizer) = Fresh();
        return Run(point, optimizer, steps);
    }

    private static (Variable, IOptimizer) Fresh()
    {
        Variable point = Variable.Of("point", [3], [1f, -2f, 3f]);
        return (point, new Adam(point));
    }

    private static float[] Run(Variable point, IOptimizer optimizer, int steps)
    {
        Compiled step = Compiler.Compile(builder => [optimizer.Step(builder, point.Value.Square() + 1f, 0.1f)]);
        for (int i = 0; i < steps; i++)
            step.Run();
        return point.Read<float>();
    }

    private static bool Near(float a, float b) => Math.Abs(a - b) < 1e-5;
}
