using Likeness.Probability;
using Likeness.Tensors;

namespace Likeness.Models.Flows;

/// <summary>
/// Pixels 0..255 on the real line: x = log t - log(1 - t), t = lambda + (1 - 2 lambda) (pixel + u) / 256, with u in [0, 1) (Uria et al.
/// 2013; Dinh et al. 2017). A density of (pixel + u) is on average a lower bound of the probability of the pixel.
/// </summary>
internal static class PixelLogits
{
    private const float Lambda = 1e-6f, Width = 1 - (2 * Lambda), Levels = 256, Largest = 255;

    /// <summary>Images [n, h, w, c] in [0, 1] and u of that shape to x, and the sum of log |dx / dpixel| [n].</summary>
    public static (Tensor X, Tensor LogVolume) Of(Tensor images, Tensor u)
    {
        // 1 - t has its own sum: as a difference it would lose the digits that tell almost white from white.
        Tensor pixels = Largest * images;
        Tensor logLow = Inside(pixels + u).Log(), logHigh = Inside(Largest - pixels + (1f - u)).Log();
        float constant = (images.Shape.Size / images.Shape[0]) * MathF.Log(Width / Levels);
        return (logLow - logHigh, constant - Event.Sum(logLow + logHigh));
    }

    /// <summary>The images that u = 1/2 was added to, not rounded: from -0.002 to 1.002.</summary>
    public static Tensor Unrounded(Tensor x) => (Levelled(x) - 0.5f) / Largest;

    /// <summary>Images in [0, 1] of whole pixels.</summary>
    public static Tensor Rounded(Tensor x) => Levelled(x).Floor().Clamp(0, Largest) / Largest;

    // pixel + u.
    private static Tensor Levelled(Tensor x) => (x.Sigmoid() - Lambda) * (Levels / Width);

    private static Tensor Inside(Tensor level) => Lambda + ((Width / Levels) * level);
}
