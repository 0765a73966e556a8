using Likeness.Tensors;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Testing;
using Xunit;

namespace Likeness.Tests.Runtime;

/// <summary>Results written over values that die in the same step.</summary>
public class OverwritingTests
{
    private static readonly PlanOptions Apart = new(Overwrite: false);

    /// <summary>Ways for a step to read a value that dies there; large enough for several tiles and several tasks.</summary>
    public static TheoryData<string> Awkward => ["in order", "flipped", "permuted", "two results", "part", "operand", "image", "reduced", "loop", "cast"];

    [Fact]
    public void AChainNeedsOneBufferAndNotTwo()
    {
        const long One = 4 * 64 * 100;
        Assert.InRange(Twins.Plan(Chain).ArenaBytes, One * 2, (One * 2) + 1024);
        Assert.InRange(Twins.Plan(Chain, Apart).ArenaBytes, One * 3, One * 4);
        Twins.Agree(Chain, Apart);
    }

    [Theory]
    [MemberData(nameof(Awkward))]
    public void EveryElementIsReadBeforeItIsReplaced(string way) => Twins.Agree(
        builder =>
        {
            Tensor w = 0.1f * Points.Constant([192, 192], 2), y = 0.1f * builder.Input("x", [192, 192]).MatMul(w);
            // The sum is needed first, so the step that reads y again is another one, and the last.
            return [Step(way, y, w, y.Sum() * 1e-3f).MatMul(w)];
        },
        Apart);

    [Fact]
    public void AProductIsNotWrittenOverTheVariableItReads()
    {
        static IReadOnlyList<Tensor> Trace(StepBuilder builder)
        {
            Variable[] w = [.. Enumerable.Range(0, 3).Select(i => Variable.Of($"w{i}", [192, 192], Points.NormalFloats([192, 192], i)))];
            builder.Update(w[0], 0.01f * w[0].Value.MatMul(w[2].Value) + w[0].Value);
            builder.Update(w[1], 0.01f * w[2].Value.MatMul(w[2].Value) + w[1].Value);
            return [w[0].Value.Sum(), w[1].Value.Sum()];
        }
        Assert.Equal("w0", Assert.Single(Twins.Plan(Trace).Steps.OfType<CopyStep>()).Target.ToString().Split(' ')[1]);
        Twins.Agree(Trace, Apart);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void RandomGraphsKeepTheirBits(int seed) => Twins.Agree(
        builder =>
        {
            var graph = new RandomGraph(seed);
            Tensor[] inputs = [.. Enumerable.Range(0, 3).Select(i => builder.Input(new string('x', i + 1), graph.Size(1 + ((seed + i) % 3))))];
            IReadOnlyList<Tensor> values = graph.Grow(inputs, 12);
            return [.. values, .. Gradients.Of(values[^1], inputs)];
        },
        PlanOptions.Plain,
        new PlanOptions(RecomputeAbove: 0));

    public static TheoryData<int> Seeds => [.. Enumerable.Range(100, 25)];

    private static Tensor Step(string way, Tensor y, Tensor w, Tensor sum) => way switch
    {
        "in order" => (y * sum) + y,
        "flipped" => (y * sum) + y.Flip(0),
        "permuted" => (y * sum) + y.Permute(1, 0),
        "two results" => (y * sum).Exp().MatMul(w) + (y + sum).Sin().MatMul(w.TransposeLast()),
        "part" => Tensor.Concat(0, (y * sum).Slice(0, 0, 96), (y + sum).Slice(0, 96, 96)),
        "operand" => y.TransposeLast().MatMul(w) + (y * sum),
        "image" => (Tensor.Conv2D(Image(y), w.Reshape(-1).Slice(0, 0, 2304).Reshape(3, 3, 16, 16), new ConvWindow(1, 1, 1, 1, 1, 1)) + (Image(y) * sum)).Reshape(192, 192),
        "reduced" => (y * sum) + (y * sum).Sum([1], keepDims: true) + y.Max([0]),
        "loop" => Tensor.Loop(Tensor.Scalar(3), y, (_, state) => (state.TransposeLast().MatMul(w) + state + state.Sum()).Tanh()),
        _ => (y * sum).Cast(DType.I32).Cast(DType.F32) + (y + sum).Cast(DType.U8).Cast(DType.F32),
    };

    private static Tensor Image(Tensor x) => x.Reshape(4, 24, 24, 16);

    // Each value needs the mean of the one before: it cannot be fused with it.
    private static IReadOnlyList<Tensor> Chain(StepBuilder builder)
    {
        Tensor x = builder.Input("x", [64, 100]);
        for (int i = 0; i < 6; i++)
        {
            Tensor y = x.Sin();
            x = y - y.Mean();
        }
        return [x.Sum()];
    }
}
