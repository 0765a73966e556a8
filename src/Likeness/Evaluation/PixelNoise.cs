using Likeness.Data;

namespace Likeness.Evaluation;

/// <summary>Images with noise on them. What an image gets depends on its number alone, and on no batch.</summary>
/// <param name="images">The images.</param>
/// <param name="deviation">Of the Gaussian noise.</param>
/// <param name="binarize">Pixels are 1 with probability x before noise is added.</param>
/// <param name="seed">Of the noise.</param>
internal sealed class PixelNoise(ImageSet images, double deviation, bool binarize, ulong seed)
{
    private readonly ulong bells = Key(seed, "bells"), coins = Key(seed, "coins");

    /// <summary>Uniform noise in place of images, from number start on.</summary>
    public static void Uniform(ulong seed, int size, int start, Span<float> values)
    {
        ulong key = Key(seed, "uniform");
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)Unit(key, Counter(start, size, i));
    }

    /// <summary>Fills a span with noisy images, as <see cref="ImageSet.Read"/> does with images.</summary>
    public void Read(int start, Span<float> values)
    {
        images.Read(start, values);
        for (int i = 0; i < values.Length; i++)
        {
            ulong counter = Counter(start, images.ImageSize, i);
            float pixel = binarize ? Unit(coins, counter) < values[i] ? 1 : 0 : values[i];
            values[i] = (float)Math.Clamp(pixel + (deviation * Bell(counter)), 0, 1);
        }
    }

    // Box and Muller: two uniform numbers make two normal ones, neighbours.
    private double Bell(ulong counter)
    {
        ulong pair = counter & ~1UL;
        double radius = Math.Sqrt(-2 * PortableMath.Log(1 - Unit(bells, pair)));
        (double sin, double cos) = PortableMath.SinCos(2 * Math.PI * Unit(bells, pair + 1));
        return radius * (counter == pair ? cos : sin);
    }

    private static ulong Counter(int start, int size, int i) => ((ulong)start * (ulong)size) + (ulong)i;

    private static double Unit(ulong key, ulong counter) => (CounterHash.At(key, counter) >> 11) * (1.0 / (1UL << 53));

    private static ulong Key(ulong seed, string what) => CounterHash.Key(FormattableString.Invariant($"evaluation {what} {seed}"));
}
