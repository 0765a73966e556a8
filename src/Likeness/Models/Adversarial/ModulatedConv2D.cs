using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Adversarial;

/// <summary>
/// A convolution whose filters depend on a style (Karras et al. 2020): each input channel is scaled by s = A w + 1, and each output
/// channel divided by the length that its filter then has, sqrt(sum (s W)^2). Scaling the input instead of the filters gives the same
/// result with one convolution for the whole batch.
/// </summary>
internal sealed class ModulatedConv2D
{
    private const float Epsilon = 1e-8f;
    private readonly Variable weight;
    private readonly Linear style;
    private readonly bool doubles;

    /// <summary>Makes the layer: 3x3 at the same size, or 4x4 to double the size.</summary>
    /// <param name="scope">Where <c>weight</c> ([k, k, in, out], or [k, k, out, in] to double) and <c>style</c> live.</param>
    /// <param name="styles">Coordinates of w.</param>
    /// <param name="inputs">Channels before.</param>
    /// <param name="outputs">Channels after.</param>
    /// <param name="doubles">Whether it is a transposed convolution that doubles height and width.</param>
    public ModulatedConv2D(Scope scope, int styles, int inputs, int outputs, bool doubles)
    {
        this.doubles = doubles;
        Shape shape = doubles ? [4, 4, outputs, inputs] : [3, 3, inputs, outputs];
        weight = scope.Parameter("weight", shape, Initializers.Normal(1 / Math.Sqrt(9.0 * inputs)));
        style = new Linear(scope["style"], styles, inputs, Initializers.Normal(1 / Math.Sqrt(styles)), Initializers.Ones);
    }

    /// <summary>Maps [n, h, w, in] and w [n, styles] to [n, h, w, out], or [n, 2h, 2w, out].</summary>
    public Tensor Apply(Tensor x, Tensor w)
    {
        Tensor s = style.Apply(w), scaled = x * PerChannel(s), squares = weight.Value.Square().Sum([0, 1]);
        if (!doubles)
            return scaled.Conv2D(weight.Value, padding: 1) * PerChannel(Lengths(s, squares));
        // A quarter of the 4x4 filter falls on each pixel of the doubled image.
        return scaled.ConvTranspose2D(weight.Value, stride: 2, padding: 1) * PerChannel(Lengths(s, 0.25f * squares.TransposeLast()));
    }

    private static Tensor Lengths(Tensor s, Tensor squares) => 1f / (s.Square().MatMul(squares) + Epsilon).Sqrt();

    private static Tensor PerChannel(Tensor scale) => scale.Reshape(scale.Shape[0], 1, 1, scale.Shape[1]);
}
