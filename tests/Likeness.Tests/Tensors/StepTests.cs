using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Testing;
using Xunit;

namespace Likeness.Tests.Tensors;

/// <summary>Updates, loops, randomness and row operations inside compiled steps, on every backend.</summary>
public class StepTests
{
    public static TheoryData<string> Backends => ["reference", "cpu1", "cpu2", "cpu7"];

    private static Backend Named(string name) => name == "reference" ? Backend.Reference : Backend.Cpu(name[3] - '0');

    [Theory]
    [MemberData(nameof(Backends))]
    public void UpdatesSeeTheValuesBeforeTheStep(string backend)
    {
        Variable a = Variable.Of("a", [3], [1f, 2f, 3f]), b = Variable.Of("b", [3], [10f, 20f, 30f]);
        Compiled step = Compiler.Compile(builder =>
        {
            builder.Update(a, b.Value);
            builder.Update(b, a.Value + b.Value);
            return [a.Value * 2f];
        }, Named(backend));
        step.Run();
        Assert.Equal([2f, 4f, 6f], step.Outputs[0].ToFloats());
        Assert.Equal([10f, 20f, 30f], a.Read<float>());
        Assert.Equal([11f, 22f, 33f], b.Read<float>());
        step.Run();
        Assert.Equal([11f, 22f, 33f], a.Read<float>());
        Assert.Equal([21f, 42f, 63f], b.Read<float>());
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void PartsOfABlockAreReadBeforeTheBlockIsWritten(string backend)
    {
        Variable w = Variable.Of("w", [2, 2], [1f, 2f, 3f, 4f]), c = Variable.Of("c", [2], [5f, 6f]);
        Variable block = Variable.Pack("block", [w, c]);
        Tensor x = Tensor.Of([1f, 1f], [1, 2]);
        Compiled step = Compiler.Compile(builder =>
        {
            Tensor loss = (x.MatMul(w.Value) + c.Value).Square().Sum();
            Tensor[] gradients = Gradients.Of(loss, w.Value, c.Value);
            builder.Update(block, block.Value - (0.5f * Tensor.Concat(0, gradients[0].Reshape(-1), gradients[1])));
            return [loss];
        }, Named(backend));
        step.Run();
        Assert.Equal(81f + 144f, step.Outputs[0].ToFloat());
        Assert.Equal([-8f, -10f, -6f, -8f], w.Read<float>());
        Assert.Equal([-4f, -6f], c.Read<float>());
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void RowUpdateOfAVariableIsInPlaceAndLastWins(string backend)
    {
        Variable table = Variable.Of("table", [4, 2], [0f, 0, 1, 1, 2, 2, 3, 3]);
        Compiled step = Compiler.Compile(builder =>
        {
            Tensor index = Tensor.Of([3, 0, 3], [3]);
            Tensor old = table.Value.Gather(index);
            builder.Update(table, Tensor.RowUpdate(table.Value, index, old + Tensor.Of([1f, 2f, 3f], [3, 1])));
            return [old.Sum()];
        }, Named(backend));
        step.Run();
        Assert.Equal([2f, 2f, 1f, 1f, 2f, 2f, 6f, 6f], table.Read<float>());
        Assert.Equal(12f, step.Outputs[0].ToFloat());
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void LoopsCarryStateAndCapture(string backend)
    {
        Variable turns = Variable.Of("turns", [], [5]);
        Variable scale = Variable.Of("scale", [], [2f]);
        Compiled step = Compiler.Compile(_ =>
        {
            Tensor[] end = Tensor.Loop(turns.Value, [Tensor.Ones([3]), Tensor.Scalar(0)], (turn, state) =>
                [(state[0] * scale.Value) + turn.Cast(DType.F32), state[1] + turn]);
            return [end[0], end[1]];
        }, Named(backend));
        step.Run();
        Assert.Equal(((((((((1f * 2) + 0) * 2) + 1) * 2) + 2) * 2 + 3) * 2) + 4, step.Outputs[0].ToFloats()[2]);
        Assert.Equal(10f, step.Outputs[1].ToFloat());
        turns.Write<int>([0]);
        step.Run();
        Assert.Equal([1f, 1f, 1f], step.Outputs[0].ToFloats());
    }

    // The same view is read in order and, by the sum, as it lies.
    [Theory]
    [MemberData(nameof(Backends))]
    public void LoopsCaptureViewsBothWays(string backend)
    {
        Variable table = Variable.Of("table", [2, 3], [1f, 2, 3, 4, 5, 6]);
        Tensor turned = table.Value.TransposeLast();
        Compiled step = Compiler.Compile(
            _ => [Tensor.Loop(Tensor.Scalar(2), Tensor.Zeros([2]), (turn, sum) => (10f * sum) + turned.Gather(turn) + turned.Sum([0]))], Named(backend));
        step.Run();
        Assert.Equal([70f + 2 + 6, 190f + 5 + 15], step.Outputs[0].ToFloats());
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void GradientsInsideLoopsDescend(string backend)
    {
        Compiled step = Compiler.Compile(_ =>
            [Tensor.Loop(Tensor.Scalar(100), Tensor.Of([5f, -3f], [2]), (_, x) => x - (0.1f * Gradients.Of((x - 1f).Square().Sum(), x)[0]))],
            Named(backend));
        step.Run();
        Assert.All(step.Outputs[0].ToFloats(), x => Assert.Equal(1f, x, 5));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void RandomStreamsMoveOnAndTurnsDiffer(string backend)
    {
        var stream = new RandomStream(42, "noise");
        Compiled step = Compiler.Compile(builder =>
        {
            RandomSource random = builder.Random(stream);
            Tensor walk = Tensor.Loop(Tensor.Scalar(3), Tensor.Zeros([4]), (turn, x) => x + random.At(turn).Normal([4]));
            return [random.Normal([4]), random.Normal([4]), walk];
        }, Named(backend));
        step.Run();
        float[][] first = [.. step.Outputs.Select(output => output.ToFloats())];
        step.Run();
        Assert.NotEqual(first[0], first[1]);
        Assert.NotEqual(first[0], step.Outputs[0].ToFloats());
        Assert.Equal(2, stream.State.Read<int>()[2]);

        var again = new RandomStream(42, "noise");
        again.State.Write<int>([.. stream.State.Read<int>()[..2], 0, 0]);
        var source = new RandomSource(again.State.Value);
        Tensor[] draws = [source.Normal([4]), source.Normal([4])];
        Assert.Equal(first[0], draws[1].ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void NestedTurnsDrawDifferentNumbers(string backend)
    {
        static Tensor Draw(int outer, int inner) =>
            RandomSource.Fixed(3, "nested").At(Tensor.Scalar(outer)).At(Tensor.Scalar(inner)).Bits([8]);
        Compiled step = Compiler.Compile(_ => [Draw(1, 2), Draw(2, 1), Draw(1, 2)], Named(backend));
        step.Run();
        Assert.NotEqual(step.Outputs[0].ToFloats(), step.Outputs[1].ToFloats());
        Assert.Equal(step.Outputs[0].ToFloats(), step.Outputs[2].ToFloats());
    }

    [Fact]
    public void EveryBackendDrawsTheSameNumbers()
    {
        float[][] draws = [.. new[] { "reference", "cpu1", "cpu7" }.Select(name =>
        {
            Compiled step = Compiler.Compile(builder =>
            {
                RandomSource random = builder.Random(new RandomStream(7, "x"));
                return [Tensor.Concat(0, random.Uniform([5000]), random.Normal([5000]), random.Integers([50], 10).Cast(DType.F32))];
            }, Named(name));
            step.Run();
            return step.Outputs[0].ToFloats();
        })];
        Assert.Equal(draws[0], draws[1], (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(draws[1], draws[2]);
    }

    [Fact]
    public void ThreadsDoNotChangeABit()
    {
        float[][] results = [.. new[] { 1, 2, 7 }.Select(threads =>
        {
            Compiled step = Compiler.Compile(builder =>
            {
                Tensor x = builder.Input("x", [300, 500]), w = Points.Constant([500, 130], 3);
                Tensor y = x.MatMul(w).Tanh();
                return [y.Sum(), y.Sum([0]), y.Softmax().Sum([1]), Gradients.Of((y * y).Sum(), x)[0], x.Variance([0])];
            }, Backend.Cpu(threads));
            step.Inputs["x"].Write<float>(Points.NormalFloats([300, 500], 1));
            step.Run();
            return step.Outputs.SelectMany(output => output.ToFloats()).ToArray();
        })];
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public void LookingAtAVariableDoesNotKeepItFromABlock()
    {
        Variable seen = Variable.Of("seen", [2], [1f, 2f]), used = Variable.Of("used", [2], [3f, 4f]);
        Assert.Equal([2f, 4f], (seen.Value * 2f).ToArray());
        Assert.Equal([1f, 2f], Variable.Pack("block", [seen]).Read<float>());
        Compiler.Compile(_ => [used.Value]);
        Assert.Contains("pack first", Assert.Throws<InvalidOperationException>(() => Variable.Pack("other", [used])).Message);
    }

    [Fact]
    public void MistakesAreNamed()
    {
        Assert.Contains("[2, 3] and [2, 4] do not broadcast", Assert.Throws<ArgumentException>(() => Tensor.Ones([2, 3]) + Tensor.Ones([2, 4])).Message);
        Assert.Contains("matmul", Assert.Throws<ArgumentException>(() => Tensor.Ones([2, 3]).MatMul(Tensor.Ones([2, 3]))).Message);
        Assert.Contains("reduce it to a scalar", Assert.Throws<ArgumentException>(() => Gradients.Of(Tensor.Ones([2]), Tensor.Ones([2]))).Message);
        Assert.Contains("use Cast", Assert.Throws<ArgumentException>(() => Tensor.Of([(byte)1], [1]) + Tensor.Of([(byte)1], [1])).Message);
    }
}
