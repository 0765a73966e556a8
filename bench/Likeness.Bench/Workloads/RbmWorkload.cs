using Likeness.Nn;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench.Workloads;

/// <summary>A binary restricted Boltzmann machine 784-500: contrastive divergence of one turn (Hinton 2002), plain steps.</summary>
internal static class RbmWorkload
{
    public const int Batch = 128;

    private const int Visible = 784, Hidden = 500;

    public static IReadOnlyList<Compiled> Compile(Backend backend)
    {
        var scope = new Scope(1);
        Variable weight = scope.Parameter("weight", [Visible, Hidden], Initializers.Normal(0.01));
        Variable visible = scope.Parameter("visible", [Visible], Initializers.Zeros);
        Variable hidden = scope.Parameter("hidden", [Hidden], Initializers.Zeros);
        var rate = Variable.Of("rate", [], [0.1f]);
        var stream = new RandomStream(1, "chain");
        Tensor data = RandomImages.Binary([Batch, Visible]);
        return [Compiler.Compile(Step, backend)];

        Tensor Up(Tensor units) => (units.MatMul(weight.Value) + hidden.Value).Sigmoid();

        IReadOnlyList<Tensor> Step(StepBuilder builder)
        {
            RandomSource random = builder.Random(stream);
            Tensor first = Up(data);
            Tensor mirrored = (random.Bernoulli(first).MatMul(weight.Value.TransposeLast()) + visible.Value).Sigmoid();
            Tensor dream = random.Bernoulli(mirrored), last = Up(dream), scale = rate.Value * (1f / Batch);
            Tensor correlation = data.TransposeLast().MatMul(first) - dream.TransposeLast().MatMul(last);
            builder.Update(weight, weight.Value + (scale * correlation));
            builder.Update(visible, visible.Value + (scale * (data - dream).Sum([0])));
            builder.Update(hidden, hidden.Value + (scale * (first - last).Sum([0])));
            return [(data - mirrored).Square().Mean()];
        }
    }
}
