using Likeness.Tensors;

namespace Likeness.Nn;

/// <summary>
/// Multi-head self-attention (Vaswani et al. 2017): softmax(Q K' / sqrt(d)) V for each head of width d, then a linear map.
/// Takes sequences [n, t, channels] or maps [n, h, w, channels], whose positions it treats as a sequence.
/// </summary>
public sealed class SelfAttention : ILayer
{
    private readonly Linear joint, output;
    private readonly int heads, channels;

    /// <summary>Makes the layer.</summary>
    /// <param name="scope">Where the maps <c>qkv</c> and <c>output</c> live.</param>
    /// <param name="channels">Extent of the last axis, a multiple of the heads.</param>
    /// <param name="heads">How many attention maps stand side by side.</param>
    /// <exception cref="ArgumentException">The channels do not divide into the heads.</exception>
    public SelfAttention(Scope scope, int channels, int heads)
    {
        if (channels % heads != 0)
            throw new ArgumentException($"attention: {channels} channels do not divide into {heads} heads");
        (this.heads, this.channels) = (heads, channels);
        joint = new Linear(scope["qkv"], channels, 3 * channels, Initializers.GlorotUniform, Initializers.Zeros);
        output = new Linear(scope["output"], channels, channels, biases: Initializers.Zeros);
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor x, Pass pass) => Apply(x);

    /// <summary>Applies the layer.</summary>
    public Tensor Apply(Tensor x)
    {
        int n = x.Shape[0], t = (int)(x.Shape.Size / n / channels), width = channels / heads;
        Tensor[] parts = joint.Apply(x.Reshape(n, t, channels)).Split(-1, 3);
        Tensor[] qkv = [.. parts.Select(part => part.Reshape(n, t, heads, width).Permute(0, 2, 1, 3))];
        Tensor weights = (qkv[0].MatMul(qkv[1].TransposeLast()) * (1 / MathF.Sqrt(width))).Softmax();
        return output.Apply(weights.MatMul(qkv[2]).Permute(0, 2, 1, 3).Reshape(n, t, channels)).Reshape(x.Shape);
    }
}
