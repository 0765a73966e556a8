using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Flows;

/// <summary>
/// An invertible 1x1 convolution (Kingma and Dhariwal 2018): z = x W at each position, W = P L U. L is lower triangular with ones on its
/// diagonal, U is upper triangular with sign exp(log_scale) on its own, P is a fixed permutation, so that log |det W| is the sum of
/// log_scale. W begins as a random rotation.
/// </summary>
internal sealed class ChannelMixing : IFlow
{
    private readonly Variable lower, upper, logScale, permutation, sign;
    private readonly int channels;

    /// <summary>Makes the layer: <c>lower</c>, <c>upper</c> and <c>log_scale</c>, and the state <c>permutation</c> and <c>sign</c>.</summary>
    public ChannelMixing(Scope scope, int channels)
    {
        this.channels = channels;
        LuFactors? factors = null;
        // Every part of the same rotation, which is the one that belongs to the first of them.
        Initializer Part(Func<LuFactors, float[]> part) => (_, random) =>
            part(factors ??= LuFactors.Of(Initializers.Orthogonal()([channels, channels], random), channels));
        lower = scope.Parameter("lower", [channels, channels], Part(of => of.Lower));
        upper = scope.Parameter("upper", [channels, channels], Part(of => of.Upper));
        logScale = scope.Parameter("log_scale", [channels], Part(of => of.LogScale));
        permutation = scope.Kept("permutation", [channels, channels], Part(of => of.Permutation));
        sign = scope.Kept("sign", [channels], Part(of => of.Sign));
    }

    /// <inheritdoc/>
    public (Tensor Z, Tensor LogVolume) Forward(Tensor x, Tensor? classes, Pass pass)
    {
        float positions = x.Shape.Size / x.Shape[0] / channels;
        Tensor volume = (positions * logScale.Value).Sum();
        return (x.MatMul(permutation.Value.MatMul(Lower.MatMul(Upper))), volume.BroadcastTo([x.Shape[0]]));
    }

    /// <inheritdoc/>
    public Tensor Inverse(Tensor z, Tensor? classes)
    {
        // W^-1 = U^-1 L^-1 P'.
        Tensor solved = Lower.TriangularSolve(permutation.Value.TransposeLast());
        return z.MatMul(Upper.TriangularSolve(solved, lower: false));
    }

    private Tensor Lower => Tensor.Select(Column.IsLess(Row), lower.Value, Column.IsEqual(Row));

    private Tensor Upper => Tensor.Select(
        Row.IsLess(Column), upper.Value, Column.IsEqual(Row) * (sign.Value * logScale.Value.Exp()).Reshape(1, channels));

    private Tensor Row => Tensor.Iota([channels, channels], 0);

    private Tensor Column => Tensor.Iota([channels, channels], 1);
}
