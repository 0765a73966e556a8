using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Adversarial;

/// <summary>
/// A generator that is told at every layer what to draw (Karras et al. 2019, 2020). A mapping network makes a style w of z; from a
/// learned constant, modulated convolutions draw the image, each with noise of its own. In training some images take the styles of
/// their later layers from a second z; when sampling, styles are drawn towards their running mean: w' = m + psi (w - m).
/// The image is linear in the last layer, and cut to [-1, 1] when sampling: a tanh saturates on black and learns no more there.
/// </summary>
internal sealed class StyleGenerator : IGenerator
{
    // The running mean of w is over about two hundred batches.
    private const float MeanRate = 0.005f;

    // The mapping network learns so much more slowly than the rest: its weights are kept larger by this and scaled back in use.
    private const float MappingRate = 0.01f;
    private readonly StyleGanOptions options;
    private readonly int kinds, latent;
    private readonly Linear[] mapping;
    private readonly Variable mean, constant;
    private readonly StyleLayer[] layers;
    private readonly Conv2D output;

    /// <summary>Makes <c>mapping</c>, <c>constant</c>, <c>layers</c>, <c>output</c>, and keeps <c>mean</c> [classes or 1, styles].</summary>
    public StyleGenerator(Scope scope, int inputs, StyleGanOptions options, ModelSize size)
    {
        (this.options, latent, kinds) = (options, options.Latent, Math.Max(1, size.Classes));
        if (options.Mapping.Count == 0)
            throw new ArgumentException("mapping [] is empty; give at least one width, such as [64, 64]");
        int styles = options.Mapping[^1];
        int[] widths = [inputs, .. options.Mapping];
        // Styles must differ from the start: these weights keep the variance through the rectifiers (He et al. 2015).
        mapping = [.. options.Mapping.Select((width, i) => new Linear(
            scope["mapping"][i], widths[i], width, Initializers.Normal(Math.Sqrt(2.0 / widths[i]) / MappingRate), Initializers.Zeros))];
        mean = scope.Kept("mean", [kinds, styles], Initializers.Zeros);
        IReadOnlyList<int> channels = options.Channels;
        var sizes = new ConvSizes(size.Images, channels);
        (int height, int width) = sizes.At(channels.Count - 1);
        constant = scope.Parameter("constant", [1, height, width, channels[0]], Initializers.Normal(1));
        layers = [.. Enumerable.Range(0, (2 * channels.Count) - 1).Select(i => new StyleLayer(
            scope["layers"][i], styles, channels[i / 2], channels[(i + 1) / 2], sizes.At(channels.Count - 1 - ((i + 1) / 2)), i % 2 == 1))];
        output = new Conv2D(scope["output"], channels[^1], size.Images.Channels, kernel: 1);
    }

    public Tensor Generate(Tensor z, RandomSource random, Pass pass)
    {
        Tensor w = Style(z);
        if (!pass.IsTraining)
            return Draw(_ => Truncated(w, z), z.Shape[0], random).Clamp(-1, 1);
        Track(w, z, pass);
        Tensor other = Style(Again(z, random)), cut = Cuts(z.Shape[0], random);
        return Draw(layer => Tensor.Select(Tensor.Scalar(layer).IsLess(cut), w, other), z.Shape[0], random);
    }

    private Tensor Draw(Func<int, Tensor> style, int n, RandomSource random)
    {
        Tensor x = constant.Value.BroadcastTo(Shape.Create([n]).Concat(constant.Shape.Slice(1, 3)));
        for (int i = 0; i < layers.Length; i++)
            x = layers[i].Apply(x, style(i), random);
        return output.Apply(x);
    }

    // z at its typical length, so that the mapping network starts from a sphere.
    private Tensor Style(Tensor z)
    {
        Tensor noise = z.Slice(1, 0, latent);
        Tensor unit = noise / (noise.Square().Mean([1], keepDims: true) + 1e-8f).Sqrt();
        return mapping.Aggregate(kinds == 1 ? unit : Tensor.Concat(1, unit, Classes(z)), (x, layer) => (MappingRate * layer.Apply(x)).LeakyRelu());
    }

    private Tensor Truncated(Tensor w, Tensor z)
    {
        Tensor middle = Classes(z).MatMul(mean.Value);
        return middle + ((float)options.Truncation * (w - middle));
    }

    // One-hot rows; without classes all images are of one kind.
    private Tensor Classes(Tensor z) => kinds == 1 ? Tensor.Ones([z.Shape[0], 1]) : z.Slice(1, latent, kinds);

    private void Track(Tensor w, Tensor z, Pass pass)
    {
        Tensor rows = Classes(z), moved = w.Detach() - rows.MatMul(mean.Value);
        Tensor counts = Tensor.Maximum(rows.Sum([0]), 1f).Reshape(-1, 1);
        pass.Store(mean, mean.Value + (MeanRate * rows.TransposeLast().MatMul(moved) / counts));
    }

    // Other noise, the same classes.
    private Tensor Again(Tensor z, RandomSource random)
    {
        Tensor noise = random.Normal([z.Shape[0], latent]);
        return kinds == 1 ? noise : Tensor.Concat(1, noise, Classes(z));
    }

    // From which layer on each image has the other style: past the last one where it is not mixed.
    private Tensor Cuts(int n, RandomSource random)
    {
        Tensor cut = 1f + random.Integers([n, 1], Math.Max(1, layers.Length - 1)).Cast(DType.F32);
        return Tensor.Select(random.Uniform([n, 1]).IsLess((float)options.Mixing), cut, (float)layers.Length);
    }
}

/// <summary>A modulated convolution, then noise of a learned strength, a bias and LeakyReLU 0.2.</summary>
internal sealed class StyleLayer
{
    // Keeps the variance through the rectifier.
    private static readonly float Gain = MathF.Sqrt(2);
    private readonly ModulatedConv2D conv;
    private readonly Variable strength, bias;
    private readonly (int Height, int Width) size;

    /// <summary>Makes the layer; what doubles the size is cut to <paramref name="size"/>.</summary>
    public StyleLayer(Scope scope, int styles, int inputs, int outputs, (int Height, int Width) size, bool doubles)
    {
        this.size = size;
        conv = new ModulatedConv2D(scope, styles, inputs, outputs, doubles);
        strength = scope.Parameter("strength", [1], Initializers.Zeros);
        bias = scope.Parameter("bias", [outputs], Initializers.Zeros);
    }

    public Tensor Apply(Tensor x, Tensor style, RandomSource random)
    {
        Tensor y = conv.Apply(x, style).Slice(1, 0, size.Height).Slice(2, 0, size.Width);
        Tensor noise = random.Normal([y.Shape[0], size.Height, size.Width, 1]);
        return Gain * (y + (strength.Value * noise) + bias.Value).LeakyRelu();
    }
}
