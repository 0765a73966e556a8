using Likeness.Tensors.Ops;

namespace Likeness.Tensors;

/// <summary>Functions made of primitives; their derivatives follow.</summary>
public sealed partial class Tensor
{
    /// <summary>x * x.</summary>
    public Tensor Square() => this * this;

    /// <summary>x to a constant power; negative x only with the powers -1, 0, 1, 2 and 3.</summary>
    public Tensor Pow(float power) => power switch
    {
        0f => Ones(Shape),
        1f => this,
        2f => Square(),
        3f => this * this * this,
        -1f => Reciprocal(),
        0.5f => Sqrt(),
        -0.5f => Sqrt().Reciprocal(),
        _ => (power * Log()).Exp(),
    };

    /// <summary>Limits values to a range; outside it no gradient flows.</summary>
    public Tensor Clamp(float low, float high) => Minimum(Maximum(this, low), high);

    /// <summary>max(x, 0); the derivative at 0 is 0.</summary>
    public Tensor Relu() => Select(Elementwise.Rectify, IsGreater(0f), this, 0f);

    /// <summary>x where positive, else slope times x.</summary>
    public Tensor LeakyRelu(float slope = 0.2f) =>
        Select(slope < 0 ? Elementwise.Select : Elementwise.Rectify, IsGreater(0f), this, slope * this);

    /// <summary>x * sigmoid(x), also called SiLU (Ramachandran et al. 2017).</summary>
    public Tensor Swish() => this * Sigmoid();

    /// <summary>log(1 + exp(x)), computed without overflow.</summary>
    public Tensor Softplus() => Relu() + (-Abs()).Exp().Log1p();

    /// <summary>log(sigmoid(x)), computed without overflow.</summary>
    public Tensor LogSigmoid() => -(-this).Softplus();

    /// <summary>Gaussian error linear unit, tanh form (Hendrycks and Gimpel 2016).</summary>
    public Tensor Gelu() => 0.5f * this * (1f + (0.7978845608f * (this + (0.044715f * Pow(3)))).Tanh());

    /// <summary>log of the sum of exponentials over axes, without overflow.</summary>
    public Tensor LogSumExp(ReadOnlySpan<int> axes, bool keepDims = false)
    {
        Tensor largest = Max(axes, keepDims: true).Detach();
        Tensor kept = (this - largest).Exp().Sum(axes, keepDims: true).Log() + largest;
        return keepDims ? kept : kept.Reshape(Max(axes).Shape);
    }

    /// <summary>log of <see cref="Softmax"/>.</summary>
    public Tensor LogSoftmax(int axis = -1) => this - LogSumExp([axis], keepDims: true);

    /// <summary>exp(x) / sum exp(x) along an axis.</summary>
    public Tensor Softmax(int axis = -1)
    {
        Tensor weights = (this - Max([axis], keepDims: true).Detach()).Exp();
        return weights / weights.Sum([axis], keepDims: true);
    }

    /// <summary>Vectors of zeros with a one at each index (I32): [...] gives [..., classes].</summary>
    public Tensor OneHot(int classes)
    {
        Shape shape = Shape.Concat([classes]);
        return Reshape(Shape.Concat([1])).BroadcastTo(shape).IsEqual(Iota(shape, shape.Rank - 1));
    }

    /// <summary>
    /// Cross-entropy of a Bernoulli with these logits, elementwise, in nats: -t log p - (1 - t) log(1 - p), p = sigmoid(x).
    /// </summary>
    /// <param name="target">Probabilities in [0, 1] of the logits' shape.</param>
    public Tensor BinaryCrossEntropy(Tensor target) => Softplus() - (this * target);

    /// <summary>Cross-entropy of a categorical with these logits [n, classes] at labels (I32 [n]): [n], in nats.</summary>
    public Tensor CrossEntropy(Tensor labels) =>
        LogSumExp([-1]) - (labels.OneHot(Shape[-1]) * this).Sum([-1]);
}
