using Likeness.Tensors;

namespace Likeness.Nn;

/// <summary>
/// Normalises each channel (last axis) over all other axes (Ioffe and Szegedy 2015): y = (x - mean) / sqrt(variance + 1e-5) scale + shift.
/// Training uses the batch and keeps running statistics; evaluation uses those.
/// </summary>
public sealed class BatchNorm : ILayer
{
    private const float Epsilon = 1e-5f;
    private readonly Variable scale, shift, mean, variance;
    private readonly float momentum;

    /// <summary>Makes the layer.</summary>
    /// <param name="scope">Where <c>scale</c>, <c>shift</c> and the running <c>mean</c> and <c>variance</c> live, all [channels].</param>
    /// <param name="channels">Extent of the last axis.</param>
    /// <param name="momentum">The weight of a new batch in the running statistics.</param>
    public BatchNorm(Scope scope, int channels, double momentum = 0.1)
    {
        scale = scope.Parameter("scale", [channels], Initializers.Ones);
        shift = scope.Parameter("shift", [channels], Initializers.Zeros);
        mean = scope.Kept("mean", [channels], Initializers.Zeros);
        variance = scope.Kept("variance", [channels], Initializers.Ones);
        this.momentum = (float)momentum;
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor x, Pass pass)
    {
        if (!pass.IsTraining)
            return Scaled(x, mean.Value, variance.Value);
        int[] axes = [.. Enumerable.Range(0, x.Rank - 1)];
        Tensor batchMean = x.Mean(axes), batchVariance = x.Variance(axes);
        float count = x.Shape.Size / x.Shape[-1];
        Track(pass, mean, batchMean);
        Track(pass, variance, batchVariance * (count / Math.Max(count - 1, 1)));
        return Scaled(x, batchMean, batchVariance);
    }

    private void Track(Pass pass, Variable running, Tensor value) =>
        pass.Store(running, running.Value + (momentum * (value.Detach() - running.Value)));

    private Tensor Scaled(Tensor x, Tensor center, Tensor spread) =>
        ((x - center) * (scale.Value / (spread + Epsilon).Sqrt())) + shift.Value;
}

/// <summary>Normalises the last axis of each example (Ba et al. 2016), then scales and shifts each channel.</summary>
public sealed class LayerNorm : ILayer
{
    private readonly Variable scale, shift;

    /// <summary>Makes the layer for a last axis of this extent.</summary>
    public LayerNorm(Scope scope, int channels)
    {
        scale = scope.Parameter("scale", [channels], Initializers.Ones);
        shift = scope.Parameter("shift", [channels], Initializers.Zeros);
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor x, Pass pass) => Apply(x);

    /// <summary>Applies the layer.</summary>
    public Tensor Apply(Tensor x) => (Standard.Over(x, [-1]) * scale.Value) + shift.Value;
}

/// <summary>Normalises groups of channels of each example over all positions (Wu and He 2018), then scales and shifts each channel.</summary>
public sealed class GroupNorm : ILayer
{
    private readonly Variable scale, shift;
    private readonly int groups;

    /// <summary>Makes the layer.</summary>
    /// <exception cref="ArgumentException">The channels do not divide into the groups.</exception>
    public GroupNorm(Scope scope, int groups, int channels)
    {
        if (channels % groups != 0)
            throw new ArgumentException($"group norm: {channels} channels do not divide into {groups} groups");
        this.groups = groups;
        scale = scope.Parameter("scale", [channels], Initializers.Ones);
        shift = scope.Parameter("shift", [channels], Initializers.Zeros);
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor x, Pass pass) => Apply(x);

    /// <summary>Applies the layer to [n, .., channels].</summary>
    public Tensor Apply(Tensor x)
    {
        int n = x.Shape[0], width = x.Shape[-1] / groups;
        Tensor grouped = x.Reshape(n, -1, groups, width), mean = grouped.Mean([1, 3], keepDims: true);
        Tensor deviation = ((grouped - mean).Square().Mean([1, 3], keepDims: true) + Standard.Epsilon).Sqrt();
        // One factor and one summand for each image and channel: the rest is done on these few, not on every pixel.
        Tensor factor = scale.Value.Reshape(1, 1, groups, width) / deviation;
        return ((grouped * factor) + (shift.Value.Reshape(1, 1, groups, width) - (mean * factor))).Reshape(x.Shape);
    }
}

/// <summary>Mean 0 and variance 1 over axes.</summary>
internal static class Standard
{
    public const float Epsilon = 1e-5f;

    public static Tensor Over(Tensor x, ReadOnlySpan<int> axes)
    {
        Tensor centered = x - x.Mean(axes, keepDims: true);
        return centered / (centered.Square().Mean(axes, keepDims: true) + Epsilon).Sqrt();
    }
}
