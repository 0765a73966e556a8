using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;
using Xunit;

namespace Likeness.Tests.Tensors;

/// <summary>Costs against values counted by hand.</summary>
public class CostTests
{
    private const int F = sizeof(float);

    [Fact]
    public void AnAffineLayerWithItsActivation()
    {
        Cost cost = Of((x, w, b) => (x.MatMul(w) + b).Tanh(), [6, 4], [4, 5], [5]);
        Assert.Equal(new Cost(6 * 4 * 5, 2 * 30, F * (24 + 20 + 5), F * 30), cost);
        Assert.Equal(2 * 120 + 60, cost.Flops);
        Assert.Equal(F * 79, cost.Bytes);
    }

    [Fact]
    public void ABroadcastValueCountsForWhatItHolds()
    {
        // Two operations; [4, 1] holds 4, [3] holds 3; the view skips the last column and so reads 12 of 16.
        Assert.Equal(new Cost(0, 2 * 12, F * (12 + 4 + 3), F * 12), Of((x, s, b) => (x.Slice(1, 0, 3) * s) + b, [4, 4], [4, 1], [3]));
    }

    [Fact]
    public void AReductionAddsEachElementAndStoresOnlyTheSums() =>
        Assert.Equal(new Cost(0, 2 * 32, F * 32, F * 8), Of((x, _, _) => x.Square().Sum([1], keepDims: true), [8, 4], [1], [1]));

    [Fact]
    public void ConvolutionsCountTheSameInEveryDirection()
    {
        // [2, 6, 6, 3] with filters [3, 3, 3, 5], stride 1, padding 1 gives [2, 6, 6, 5].
        const long Adds = 2 * 6 * 6 * 5 * 27;
        Cost forward = Of((x, f, _) => Convolve(x, f), [2, 6, 6, 3], [3, 3, 3, 5], [1]);
        Assert.Equal(new Cost(Adds, 0, F * (216 + 135), F * 360), forward);
        foreach (int wanted in new[] { 0, 1 })
        {
            Cost backward = Of((x, f, y) => Gradients.Of((Convolve(x, f) * y).Sum(), wanted == 0 ? x : f)[0],
                [2, 6, 6, 3], [3, 3, 3, 5], [2, 6, 6, 5]);
            Assert.Equal(Adds, backward.MultiplyAdds);
        }
    }

    [Fact]
    public void ATriangleIsHalfASquare() =>
        Assert.Equal(2 * (4 + 3 + 2 + 1) * 3, Of((a, b, _) => a.TriangularSolve(b), [2, 4, 4], [2, 4, 3], [1]).MultiplyAdds);

    [Fact]
    public void OfATableOnlyTheRowsThatAreTakenCount()
    {
        var table = new Variable("table", [1000, 8]);
        var rows = Variable.Of("rows", [3], [7, 7, 1]);
        Assert.Equal(new Cost(0, 0, F * (3 + 24), F * 24), Of(_ => [table.Value.Gather(rows.Value)]));
        Cost update = Of(step =>
        {
            step.Update(table, Tensor.RowUpdate(table.Value, rows.Value, step.Input("new", [3, 8])));
            return [];
        });
        Assert.Equal(new Cost(0, 0, F * (3 + 24), F * 24), update);
    }

    [Fact]
    public void PartsThatAreComputedWhereTheyAreJoinedAreNotCopied()
    {
        // Two additions write 8 values each; joining copies nothing.
        Cost cost = Of((x, y, _) => Tensor.Concat(0, x + 1f, y + 1f), [2, 4], [2, 4], [1]);
        Assert.Equal((F * 16, 16), (cost.BytesWritten, cost.Operations));
    }

    [Fact]
    public void ALoopCountsItsTurns()
    {
        var turns = Variable.Of("turns", [], [5]);
        Compiled step = Compile(_ => [Tensor.Loop(turns.Value, Tensor.Scalar(1f).BroadcastTo([4, 4]), (_, state) => state.MatMul(state))]);
        ProfiledStep Loop() => Assert.Single(step.Profile(1).Steps, item => item.Turns > 0);
        Assert.Equal((5, 5 * 64), (Loop().Turns, Loop().Cost.MultiplyAdds));
        Assert.Equal(5 * 64, Assert.Single(Loop().Body, item => item.Cost.MultiplyAdds > 0).Cost.MultiplyAdds);
        turns.Write<int>([2]);
        Assert.Equal((2, 2 * 64), (Loop().Turns, Loop().Cost.MultiplyAdds));
    }

    [Fact]
    public void WhatABodyGathersFromIsTurnedOnceBeforeTheLoop()
    {
        const int Rows = 64, Turns = 10;
        var table = new Variable("table", [Rows, Turns]);
        Compiled step = Compile(_ => [Tensor.Loop(Tensor.Scalar(Turns), Tensor.Zeros([1, Rows]),
            (turn, sum) => sum + table.Value.TransposeLast().Gather(turn.Reshape(1)))]);
        ProfiledStep loop = Assert.Single(step.Profile(1).Steps, item => item.Turns > 0);
        // The sum, and the row if it is not gathered into it.
        Assert.InRange(loop.Cost.BytesWritten, F * Rows * Turns, 3 * F * Rows * Turns);
    }

    [Fact]
    public void AProfiledRunDoesWhatARunDoes()
    {
        (Compiled profiled, Variable a) = Walk();
        (Compiled run, Variable b) = Walk();
        PlanProfile profile = profiled.Profile(3);
        for (int i = 0; i < 6; i++)
            run.Run();
        Assert.Equal(b.Read<float>(), a.Read<float>());
        Assert.NotEqual(new float[32], a.Read<float>());
        Assert.True(profile.Seconds > 0 && profile.PeakFlops > 0 && profile.ArenaBytes > 0);
        Assert.Equal(profile.Cost, profile.Steps.Aggregate(default(Cost), (sum, item) => sum + item.Cost));
        Assert.Contains(profile.Steps, item => item.Title.EndsWith("into place", StringComparison.Ordinal));
    }

    // The turns are a number in the plan, so they are known before the first run.
    [Fact]
    public void AFootprintIsWhatAProfileFinds()
    {
        (Compiled step, _) = Walk();
        StepFootprint counted = step.Footprint;
        PlanProfile profile = step.Profile(1);
        Assert.Equal((profile.Cost, profile.ArenaBytes, profile.ScratchBytes), (counted.Cost, counted.ArenaBytes, counted.ScratchBytes));
        Assert.Equal(F * (32 + 4), counted.VariableBytes);
    }

    [Fact]
    public void AFootprintCountsTheTurnsOfTheLastRunWhereAVariableGivesThem()
    {
        var turns = Variable.Of("turns", [], [5]);
        Compiled step = Compile(_ => [Tensor.Loop(turns.Value, Tensor.Scalar(1f).BroadcastTo([4, 4]), (_, state) => state.MatMul(state))]);
        Assert.Equal(0, step.Footprint.Cost.MultiplyAdds);
        step.Run();
        Assert.Equal(5 * 64, step.Footprint.Cost.MultiplyAdds);
    }

    [Fact]
    public void StepsInTurnShareTheirVariablesAndTheLargestArena()
    {
        Variable a = new("a", [8]), b = new("b", [24]), other = new("other", [5]);
        Variable.Pack("block", [a, b]);
        Compiled small = Compile(_ => [a.Value + 1f]), large = Compile(_ => [b.Value.Exp().Reshape(24, 1).MatMul(b.Value.Reshape(1, 24)), other.Value * 2f]);
        StepFootprint[] both = [small.Footprint, large.Footprint];
        Assert.Equal([F * 32, F * 37], both.Select(step => step.VariableBytes));
        Assert.Equal(Math.Max(both[0].ArenaBytes + both[0].ScratchBytes, both[1].ArenaBytes + both[1].ScratchBytes) + (F * 37), StepFootprint.BytesOf(both));
    }

    [Fact]
    public void TheReferenceBackendHasNoPlan() => Assert.Contains("use Backend.Cpu",
        Assert.Throws<NotSupportedException>(() => Compiler.Compile(_ => [Tensor.Scalar(1f)], Backend.Reference).Profile(1)).Message);

    // A random walk whose every step is a loop of random turns.
    private static (Compiled Step, Variable Place) Walk()
    {
        var place = new Variable("place", [32]);
        var stream = new RandomStream(1, "walk");
        Compiled step = Compile(builder =>
        {
            RandomSource random = builder.Random(stream);
            builder.Update(place, Tensor.Loop(Tensor.Scalar(3), place.Value, (turn, x) => x + random.At(turn).Normal(x.Shape)) * 0.9f);
            return [];
        });
        return (step, place);
    }

    private static Tensor Convolve(Tensor x, Tensor filters) => x.Conv2D(filters, stride: 1, padding: 1);

    private static Cost Of(Func<Tensor, Tensor, Tensor, Tensor> function, Shape a, Shape b, Shape c) =>
        Of(step => [function(step.Input("a", a), step.Input("b", b), step.Input("c", c))]);

    private static Cost Of(Func<StepBuilder, IReadOnlyList<Tensor>> trace) => Compile(trace).Profile(1).Cost;

    private static Compiled Compile(Func<StepBuilder, IReadOnlyList<Tensor>> trace) => Compiler.Compile(trace, Backend.Cpu(1));
}
