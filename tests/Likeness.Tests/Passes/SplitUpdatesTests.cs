using Likeness.Optim;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Graph;
using Likeness.Tensors.Passes;
using Likeness.Tensors.Runtime;
using Likeness.Tests.Testing;
using Xunit;

namespace Likeness.Tests.Passes;

/// <summary>Optimizer steps that follow the gradient of each part, against the one step over the whole block.</summary>
public class SplitUpdatesTests
{
    // Two products and a bias of a block, large enough to be cut; the second weight is also read by the other's gradient.
    private const int Batch = 5, Inputs = 70, Hidden = 150, Outputs = 60;

    public static TheoryData<string> Optimizers => ["adam", "adamw", "sgd", "clipped", "averaged"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void NoBitChanges(string kind)
    {
        float[] plain = Train(kind, split: false, Backend.Cpu(2));
        foreach (int threads in new[] { 1, 2, 7 })
            Assert.Equal(plain, Train(kind, split: true, Backend.Cpu(threads)));
        float[] reference = Train(kind, split: true, Backend.Reference);
        Assert.Equal(reference, plain, (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void GradientsOfProductsAreNotStored()
    {
        Plan Planned(bool split) => Lowering.Run(Passed(Trace("adam", out _), split));
        Assert.True(Planned(split: true).ArenaBytes < Planned(split: false).ArenaBytes - (3 * Inputs * Hidden));
        Assert.Equal(0, Planned(split: true).Copies);
    }

    private static float[] Train(string kind, bool split, Backend backend)
    {
        Compiled step = backend.Compile(Lowering.Run(Passed(Trace(kind, out Variable[] kept), split)));
        for (int i = 0; i < 3; i++)
            step.Run();
        return [.. kept.SelectMany(variable => variable.Read<float>())];
    }

    private static StepGraph Trace(string kind, out Variable[] kept)
    {
        Variable first = Of("first", [Inputs, Hidden]), bias = Of("bias", [Hidden]), second = Of("second", [Hidden, Outputs]);
        Variable[] parameters = [first, bias, second];
        Variable block = Variable.Pack("block", parameters);
        IOptimizer optimizer = new OptimizerOptions(kind is "sgd" or "adamw" ? kind : "adam", Momentum: 0.9, WeightDecay: 0.01).Create(block);
        Ema? average = kind == "averaged" ? new Ema(block, 0.9) : null;
        var builder = new StepBuilder();
        Tensor x = Points.Constant([Batch, Inputs], 1), hidden = (x.MatMul(first.Value) + bias.Value).Tanh();
        Tensor loss = (hidden.MatMul(second.Value) - Points.Constant([Batch, Outputs], 2)).Square().Mean();
        Tensor gradient = Tensor.Concat(0, [.. Gradients.Of(loss, [.. parameters.Select(p => p.Value)]).Select(g => g.Reshape(-1))]);
        Tensor next = optimizer.Step(builder, kind == "clipped" ? Clipping.ByNorm(gradient, 0.01) : gradient, Tensor.Scalar(0.01f));
        average?.Update(builder, next);
        kept = [block, .. optimizer.State, .. average?.State ?? []];
        return builder.Finish([loss]);
    }

    private static Variable Of(string name, Shape shape) => Variable.Of(name, shape, (0.1f * Points.Constant(shape, name.Length)).ToArray());

    private static StepGraph Passed(StepGraph graph, bool split)
    {
        graph = Simplify.Run(Deduplicate.Run(graph));
        return Materialize.Run(InnerRuns.Run(Deduplicate.Run(split ? SplitUpdates.Run(graph) : graph)));
    }
}
