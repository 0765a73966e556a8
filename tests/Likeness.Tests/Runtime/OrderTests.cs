using Likeness.Tensors;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Testing;
using Xunit;

namespace Likeness.Tests.Runtime;

/// <summary>The order of steps: memory is freed early, updates stay in place.</summary>
public class OrderTests
{
    private static readonly PlanOptions Near = new(Reorder: false);

    [Fact]
    public void TwoBranchesAreFinishedOneByOne()
    {
        Plan frugal = Twins.Plan(Branches), near = Twins.Plan(Branches, Near);
        Assert.InRange(frugal.ArenaBytes, 1, near.ArenaBytes * 7 / 10);
        Twins.Agree(Branches, Near);
    }

    [Fact]
    public void UpdatesStayInPlace()
    {
        Assert.Empty(Twins.Plan(Branches).Steps.OfType<CopyStep>());
        Assert.Single(Twins.Plan(Exchange).Steps.OfType<CopyStep>());
        Twins.Agree(Exchange, Near);
    }

    // Two passes through one network and the gradients of both, as in a contrastive loss.
    private static IReadOnlyList<Tensor> Branches(StepBuilder builder)
    {
        Variable[] weights = [.. Enumerable.Range(0, 4).Select(i => Weights($"w{i}", i))];
        Tensor real = builder.Input("x", [256, 32]), fake = real.Sin();
        Tensor loss = weights.Aggregate(real, (x, w) => x.MatMul(w.Value).Tanh()).Square().Mean()
            - weights.Aggregate(fake, (x, w) => x.MatMul(w.Value).Tanh()).Square().Mean();
        Tensor[] gradients = Gradients.Of(loss, [.. weights.Select(w => w.Value)]);
        foreach ((Variable w, Tensor g) in weights.Zip(gradients))
            builder.Update(w, w.Value - g);
        return [loss, .. weights.Select(w => w.Value.Sum())];
    }

    private static IReadOnlyList<Tensor> Exchange(StepBuilder builder)
    {
        Variable a = Weights("a", 1), b = Weights("b", 2);
        builder.Update(a, b.Value.Sin());
        builder.Update(b, a.Value.Cos());
        return [a.Value.MatMul(b.Value).Sum()];
    }

    private static Variable Weights(string name, int seed) =>
        Variable.Of(name, [32, 32], [.. Points.NormalFloats([32, 32], seed).Select(x => 0.2f * x)]);
}
