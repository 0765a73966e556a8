using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Flows;

/// <summary>
/// Activation normalisation (Kingma and Dhariwal 2018): z = (x - m) / d exp(s) + b for each channel (last axis), where s and b are
/// learned from 0 on. m and d are mean and deviation of the first batch that the layer is trained on, so that it starts with mean 0 and
/// variance 1; they are state, stored by that step as any running statistic is, and resumed with it.
/// </summary>
internal sealed class ActNorm : IFlow
{
    private const float Least = 1e-5f;
    private readonly Variable logScale, shift, mean, deviation, isSet;

    /// <summary>Makes the layer: <c>log_scale</c>, <c>shift</c>, and the state <c>mean</c>, <c>deviation</c>, <c>is_set</c>.</summary>
    public ActNorm(Scope scope, int channels)
    {
        logScale = scope.Parameter("log_scale", [channels], Initializers.Zeros);
        shift = scope.Parameter("shift", [channels], Initializers.Zeros);
        mean = scope.Kept("mean", [channels], Initializers.Zeros);
        deviation = scope.Kept("deviation", [channels], Initializers.Ones);
        isSet = scope.Kept("is_set", [1], Initializers.Zeros);
    }

    /// <inheritdoc/>
    public (Tensor Z, Tensor LogVolume) Forward(Tensor x, Tensor? classes, Pass pass)
    {
        (Tensor center, Tensor spread) = pass.IsTraining ? FirstOrKept(x.Detach(), pass) : (mean.Value, deviation.Value);
        float positions = x.Shape.Size / x.Shape[0] / x.Shape[-1];
        Tensor volume = (positions * (logScale.Value - spread.Log())).Sum();
        return (((x - center) * (logScale.Value.Exp() / spread)) + shift.Value, volume.BroadcastTo([x.Shape[0]]));
    }

    /// <inheritdoc/>
    public Tensor Inverse(Tensor z, Tensor? classes) =>
        ((z - shift.Value) * ((-logScale.Value).Exp() * deviation.Value)) + mean.Value;

    private (Tensor Center, Tensor Spread) FirstOrKept(Tensor x, Pass pass)
    {
        int[] axes = [.. Enumerable.Range(0, x.Rank - 1)];
        Tensor center = Tensor.Select(isSet.Value, mean.Value, x.Mean(axes));
        Tensor spread = Tensor.Select(isSet.Value, deviation.Value, (x.Variance(axes) + Least).Sqrt());
        pass.Store(mean, center);
        pass.Store(deviation, spread);
        pass.Store(isSet, Tensor.Ones([1]));
        return (center, spread);
    }
}
