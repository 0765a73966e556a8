using Likeness.Tensors;

namespace Likeness.Nn;

/// <summary>A convolution of images [n, h, w, inputs] to [n, h', w', outputs], h' = (h + 2 padding - kernel) / stride + 1.</summary>
public sealed class Conv2D : ILayer
{
    private readonly Variable weight;
    private readonly Variable? bias;
    private readonly int stride, padding;

    /// <summary>Makes the layer; by default filters and biases are uniform in +-1/sqrt(fan-in).</summary>
    /// <param name="scope">Where its <c>weight</c> [kernel, kernel, inputs, outputs] and <c>bias</c> [outputs] live.</param>
    /// <param name="inputs">Channels before.</param>
    /// <param name="outputs">Channels after.</param>
    /// <param name="kernel">Height and width of the filters.</param>
    /// <param name="stride">Distance between neighbouring windows.</param>
    /// <param name="padding">Zeros on each side.</param>
    /// <param name="weights">Initial filters.</param>
    /// <param name="biases">Initial biases.</param>
    /// <param name="biased">Whether there are biases.</param>
    public Conv2D(
        Scope scope, int inputs, int outputs, int kernel, int stride = 1, int padding = 0,
        Initializer? weights = null, Initializer? biases = null, bool biased = true)
    {
        (this.stride, this.padding) = (stride, padding);
        weight = scope.Parameter("weight", [kernel, kernel, inputs, outputs], weights ?? Initializers.FanIn);
        if (biased)
            bias = scope.Parameter("bias", [outputs], biases ?? Initializers.Uniform(1 / Math.Sqrt(kernel * kernel * inputs)));
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor x, Pass pass) => Apply(x);

    /// <summary>Applies the layer.</summary>
    public Tensor Apply(Tensor x)
    {
        if (x.Rank != 4 || x.Shape[-1] != weight.Shape[2])
            throw new ArgumentException($"convolution {weight.Name} takes [n, h, w, {weight.Shape[2]}], got {x.Shape}");
        Tensor y = x.Conv2D(weight.Value, stride, padding);
        return bias is null ? y : y + bias.Value;
    }
}

/// <summary>
/// The transpose of a convolution: [n, h, w, inputs] to [n, h', w', outputs], h' = (h - 1) stride - 2 padding + kernel + extra.
/// </summary>
public sealed class ConvTranspose2D : ILayer
{
    private readonly Variable weight;
    private readonly Variable? bias;
    private readonly int stride, padding, extra;

    /// <summary>Makes the layer; by default filters and biases are uniform in +-1/sqrt(outputs kernel^2), as in PyTorch.</summary>
    /// <param name="scope">Where its <c>weight</c> [kernel, kernel, outputs, inputs] and <c>bias</c> [outputs] live.</param>
    /// <param name="inputs">Channels before.</param>
    /// <param name="outputs">Channels after.</param>
    /// <param name="kernel">Height and width of the filters.</param>
    /// <param name="stride">Distance between neighbouring windows of the result.</param>
    /// <param name="padding">What is cut from each side of the result.</param>
    /// <param name="extra">Rows and columns added at the bottom and right, 0 to stride - 1.</param>
    /// <param name="weights">Initial filters.</param>
    /// <param name="biases">Initial biases.</param>
    /// <param name="biased">Whether there are biases.</param>
    public ConvTranspose2D(
        Scope scope, int inputs, int outputs, int kernel, int stride = 1, int padding = 0, int extra = 0,
        Initializer? weights = null, Initializer? biases = null, bool biased = true)
    {
        (this.stride, this.padding, this.extra) = (stride, padding, extra);
        weight = scope.Parameter("weight", [kernel, kernel, outputs, inputs], weights ?? Initializers.FanIn);
        if (biased)
            bias = scope.Parameter("bias", [outputs], biases ?? Initializers.Uniform(1 / Math.Sqrt(kernel * kernel * outputs)));
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor x, Pass pass) => Apply(x);

    /// <summary>Applies the layer.</summary>
    public Tensor Apply(Tensor x)
    {
        if (x.Rank != 4 || x.Shape[-1] != weight.Shape[3])
            throw new ArgumentException($"transposed convolution {weight.Name} takes [n, h, w, {weight.Shape[3]}], got {x.Shape}");
        Tensor y = x.ConvTranspose2D(weight.Value, stride, padding, extra);
        return bias is null ? y : y + bias.Value;
    }
}
