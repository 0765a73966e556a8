using Likeness.Tensors;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Testing;
using Xunit;

namespace Likeness.Tests.Runtime;

/// <summary>The arena of a loop's body inside the arena around the loop.</summary>
public class LoopMemoryTests
{
    private static readonly PlanOptions Apart = new(NestLoops: false);

    [Fact]
    public void ABodyUsesWhatIsFreeAroundIt()
    {
        Plan nested = Twins.Plan(Chain), apart = Twins.Plan(Chain, Apart);
        Assert.InRange(nested.ArenaBytes, BodyOf(nested).ArenaBytes, apart.ArenaBytes + BodyOf(apart).ArenaBytes - 1);
        Twins.Agree(Chain, Apart);
    }

    [Fact]
    public void LoopsInLoopsKeepWhatTheyStillNeed() => Twins.Agree(
        builder =>
        {
            Tensor x = builder.Input("x", [9, 33]), kept = (x * x).Permute(1, 0).Exp().Sum([1]);
            Tensor end = Tensor.Loop(Tensor.Scalar(3), x, (_, outer) =>
            {
                Tensor scale = outer.Sin().Sum([0]);
                return Tensor.Loop(Tensor.Scalar(2), outer, (_, inner) => (inner.MatMul(inner.TransposeLast()).Tanh().MatMul(inner) * scale).Tanh())
                    + scale;
            });
            return [end * kept, end.Sum()];
        },
        Apart);

    private static Plan BodyOf(Plan plan) => Assert.Single(plan.Steps.OfType<LoopStep>()).Body;

    // A loop whose turn needs about what the part after it needs.
    private static IReadOnlyList<Tensor> Chain(StepBuilder builder)
    {
        Tensor x = builder.Input("x", [128, 64]);
        Tensor y = Tensor.Loop(Tensor.Scalar(4), x, (_, state) => Deep(state));
        return [Deep(y).Sum()];
    }

    private static Tensor Deep(Tensor x)
    {
        Tensor[] parts = [.. Enumerable.Range(0, 6).Select(i => x.MatMul(0.02f * Points.Constant([64, 64], i)).Tanh())];
        return Enumerable.Range(0, 5).Aggregate(parts[5], (sum, i) => sum.MatMul(parts[i].TransposeLast()).Tanh().MatMul(parts[i]).Tanh());
    }
}
