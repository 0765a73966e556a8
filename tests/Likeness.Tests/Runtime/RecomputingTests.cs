using Likeness.Tensors;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Testing;
using Xunit;

namespace Likeness.Tests.Runtime;

/// <summary>Values computed again by their late readers instead of kept for them.</summary>
public class RecomputingTests
{
    private static readonly PlanOptions Kept = new(RecomputeAbove: long.MaxValue), Again = new(RecomputeAbove: 0);

    /// <summary>Readers of an activation in the backward pass that may or may not compute it themselves.</summary>
    public static TheoryData<string> Awkward => ["flipped", "permuted", "two late readers", "late product", "late sum", "updated", "normalised", "random"];

    [Fact]
    public void AnActivationIsKeptOnceAndNotThrice()
    {
        Plan kept = Twins.Plan(Network, Kept), again = Twins.Plan(Network, Again);
        Assert.InRange(again.ArenaBytes, 1, kept.ArenaBytes * 6 / 10);
        Assert.Equal(kept.Steps.Count, again.Steps.Count);
        Assert.Contains(again.Graph.Nodes(), node => node.Op is LateOp);
        Twins.Agree(Network, Kept, Again);
    }

    [Fact]
    public void TheBodyOfALoopIsASpaceOfItsOwn()
    {
        static IReadOnlyList<Tensor> Chain(StepBuilder builder) =>
            [Tensor.Loop(Tensor.Scalar(3), builder.Input("x", [256, 128]), (_, x) => x - Gradients.Of(Energy(x), x)[0])];
        Assert.InRange(Twins.Plan(Chain, Again).ArenaBytes, 1, Twins.Plan(Chain, Kept).ArenaBytes * 7 / 10);
        Twins.Agree(Chain, Kept, Again);
    }

    [Fact]
    public void SmallStepsStayAsTheyAre() => Assert.DoesNotContain(Twins.Plan(Network).Graph.Nodes(), node => node.Op is LateOp);

    [Theory]
    [MemberData(nameof(Awkward))]
    public void AwkwardReadersGetTheSameBits(string way) => Twins.Agree(
        builder =>
        {
            Tensor x = builder.Input("x", [256, 128]).MatMul(Weights(0)), y = x.Swish(), deep = y;
            for (int i = 1; i < 5; i++)
                deep = deep.MatMul(Weights(i)).Swish();
            Variable v = Variable.Of("v", [256, 128], Points.NormalFloats([256, 128], 9));
            Tensor scale = deep.Square().Mean();
            if (way == "updated")
                builder.Update(v, v.Value + scale);
            return [Late(way, x, y, v.Value, scale).Sum(), .. Gradients.Of(scale, x)];
        },
        Kept,
        Again);

    private static Tensor Late(string way, Tensor x, Tensor y, Tensor v, Tensor scale) => way switch
    {
        "flipped" => (x * scale) + y.Flip(0),
        "permuted" => (x * scale).MatMul(y.Permute(1, 0)) * scale,
        "two late readers" => ((y * scale).Sin().MatMul(Weights(7)) * x) + (y + x + scale),
        "late product" => y.MatMul(Weights(8)) * scale * x,
        "late sum" => (y * scale).Sum([1], keepDims: true) * x,
        "updated" => (v * x).Sigmoid() * scale * x,
        "normalised" => ((x - x.Mean([0])) / (x.Variance([0]) + 1f).Sqrt() * scale).Swish() + y,
        _ => RandomSource.Fixed(1, "late").Normal([256, 128]) * scale * y,
    };

    private static IReadOnlyList<Tensor> Network(StepBuilder builder)
    {
        Tensor x = builder.Input("x", [256, 128]), loss = Energy(x);
        return [loss, Gradients.Of(loss, x)[0]];
    }

    private static Tensor Energy(Tensor x) =>
        Enumerable.Range(0, 5).Aggregate(x, (y, i) => y.MatMul(Weights(i)).Swish()).Square().Sum() * 0.01f;

    private static Tensor Weights(int seed) => Tensor.Of([.. Points.NormalFloats([128, 128], seed).Select(x => 0.1f * x)], [128, 128]);
}
