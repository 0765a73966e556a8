using Likeness.Tensors;

namespace Likeness.Nn;

/// <summary>Makes the initial values of a variable: all randomness comes from the source.</summary>
public delegate float[] Initializer(Shape shape, RandomSource random);

/// <summary>
/// Initial values. Fan-in and fan-out are of weights laid out as layers keep them: [in, out] for linear maps,
/// [height, width, in, out] for convolutions.
/// </summary>
public static class Initializers
{
    /// <summary>All zeros.</summary>
    public static Initializer Zeros { get; } = Constant(0);

    /// <summary>All ones.</summary>
    public static Initializer Ones { get; } = Constant(1);

    /// <summary>Uniform in +-1/sqrt(fan-in): what PyTorch gives linear and convolution weights.</summary>
    public static Initializer FanIn { get; } = (shape, random) => Uniform(1 / Math.Sqrt(Fans(shape).In))(shape, random);

    /// <summary>Uniform with variance 2 / (fan-in + fan-out) (Glorot and Bengio 2010).</summary>
    public static Initializer GlorotUniform { get; } = (shape, random) => Uniform(Math.Sqrt(6.0 / Sum(shape)))(shape, random);

    /// <summary>Normal with variance 2 / (fan-in + fan-out) (Glorot and Bengio 2010).</summary>
    public static Initializer GlorotNormal { get; } = (shape, random) => Normal(Math.Sqrt(2.0 / Sum(shape)))(shape, random);

    /// <summary>Uniform with variance 2 / fan-in, for rectifiers (He et al. 2015).</summary>
    public static Initializer HeUniform { get; } = (shape, random) => Uniform(Math.Sqrt(6.0 / Fans(shape).In))(shape, random);

    /// <summary>Normal with variance 2 / fan-in, for rectifiers (He et al. 2015).</summary>
    public static Initializer HeNormal { get; } = (shape, random) => Normal(Math.Sqrt(2.0 / Fans(shape).In))(shape, random);

    /// <summary>One value everywhere.</summary>
    public static Initializer Constant(double value) => (shape, _) =>
    {
        var values = new float[shape.Size];
        Array.Fill(values, (float)value);
        return values;
    };

    /// <summary>Normal with mean 0.</summary>
    public static Initializer Normal(double deviation) => (shape, random) => (random.Normal(shape) * (float)deviation).ToArray();

    /// <summary>Uniform in [-bound, bound).</summary>
    public static Initializer Uniform(double bound) => UniformBetween(-bound, bound);

    /// <summary>Uniform in [low, high).</summary>
    public static Initializer UniformBetween(double low, double high) =>
        (shape, random) => (((float)(high - low) * random.Uniform(shape)) + (float)low).ToArray();

    /// <summary>
    /// Orthonormal columns, or rows where those are fewer, times a gain, of the weight as a matrix [.., out] (Saxe et al. 2014).
    /// </summary>
    public static Initializer Orthogonal(double gain = 1) => (shape, random) =>
    {
        int columns = shape[-1], rows = (int)(shape.Size / columns);
        float[] values = random.Normal(shape).ToArray();
        bool tall = rows >= columns;
        Orthonormalize(values, tall ? columns : rows, tall ? rows : columns, tall ? 1 : columns, tall ? columns : 1, gain);
        return values;
    };

    /// <summary>How many values enter and leave one unit.</summary>
    internal static (long In, long Out) Fans(Shape shape)
    {
        if (shape.Rank < 2)
            throw new ArgumentException($"shape {shape} has no fan-in: a weight has at least 2 dimensions");
        long window = shape.Size / ((long)shape[-1] * shape[-2]);
        return (window * shape[-2], window * shape[-1]);
    }

    private static long Sum(Shape shape) => Fans(shape).In + Fans(shape).Out;

    // Gram-Schmidt, each vector twice: enough for orthogonality to rounding (Giraud et al. 2005).
    private static void Orthonormalize(float[] values, int vectors, int length, int vectorStride, int stride, double gain)
    {
        double[][] basis = [.. Enumerable.Range(0, vectors).Select(
            v => Enumerable.Range(0, length).Select(i => (double)values[(v * vectorStride) + (i * stride)]).ToArray())];
        for (int v = 0; v < vectors; v++)
        {
            for (int earlier = 0; earlier < 2 * v; earlier++)
                Remove(basis[earlier % v], basis[v]);
            double norm = Math.Sqrt(basis[v].Sum(x => x * x));
            for (int i = 0; i < length; i++)
                values[(v * vectorStride) + (i * stride)] = (float)(gain * (basis[v][i] /= norm));
        }
    }

    private static void Remove(double[] direction, double[] from)
    {
        double along = 0;
        for (int i = 0; i < from.Length; i++)
            along += direction[i] * from[i];
        for (int i = 0; i < from.Length; i++)
            from[i] -= along * direction[i];
    }
}
