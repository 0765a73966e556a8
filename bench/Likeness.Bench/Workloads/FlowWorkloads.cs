using Likeness.Nn;
using Likeness.Tensors;
using Likeness.Tensors.Backends;

namespace Likeness.Bench.Workloads;

/// <summary>Invertible layers on 784 dimensions, trained on the exact negative log-likelihood under a standard normal.</summary>
internal static class FlowWorkloads
{
    public const int Batch = 128;

    private const int Dimensions = 784;

    /// <summary>From x to its image and log|det J| [n].</summary>
    private delegate (Tensor Image, Tensor LogDeterminant) FlowLayer(Tensor x);

    /// <summary>Eight affine couplings 784-256-256-1568, the halves in turn (Dinh et al. 2017).</summary>
    public static CompiledWork RealNvp(Backend backend) =>
        Compile(backend, scope => [.. Enumerable.Range(0, 8).Select(i => Coupling(scope[i], i % 2 == 0))]);

    private static CompiledWork Compile(Backend backend, Func<Scope, FlowLayer[]> make)
    {
        var scope = new Scope(1);
        FlowLayer[] layers = make(scope);
        Tensor images = RandomImages.Between(0, 1, [Batch, Dimensions]);
        return AdamStep.Compile(backend, scope.Parameters, _ => NegativeLogLikelihood(layers, images));
    }

    private static Tensor NegativeLogLikelihood(FlowLayer[] layers, Tensor x)
    {
        Tensor volume = Tensor.Zeros([Batch]);
        foreach (FlowLayer layer in layers)
        {
            (x, Tensor logDeterminant) = layer(x);
            volume += logDeterminant;
        }
        return (0.5f * x.Square().Sum([1])).Mean() + (0.5f * Dimensions * MathF.Log(2 * MathF.PI)) - volume.Mean();
    }

    private static FlowLayer Coupling(Scope scope, bool keepsFirstHalf)
    {
        var network = new Mlp(scope, [Dimensions, 256, 256, 2 * Dimensions]);
        Variable scale = scope.Parameter("scale", [Dimensions], Initializers.Ones);
        Tensor firstHalf = Tensor.Iota([Dimensions]).IsLess(Dimensions / 2);
        Tensor kept = keepsFirstHalf ? firstHalf : 1f - firstHalf, moved = 1f - kept;
        return x =>
        {
            Tensor[] parts = network.Apply(kept * x).Split(-1, 2);
            Tensor stretch = moved * scale.Value * parts[0].Tanh();
            return ((x * stretch.Exp()) + (moved * parts[1]), stretch.Sum([1]));
        };
    }
}
