using Likeness.Tensors;

namespace Likeness.Models.Adversarial;

/// <summary>Penalties on the slope of the critic; their gradients are of second order.</summary>
internal static class GradientPenalty
{
    // Keeps the slope of the root finite where the critic is flat.
    private const float Tiny = 1e-12f;

    /// <summary>
    /// weight E (|grad f(x')| - 1)^2 at x' = u x + (1 - u) G(z), u uniform for each pair (Gulrajani et al. 2017).
    /// </summary>
    public static CriticPenalty Between(double weight) => (score, real, fake, parts) =>
    {
        Tensor slope = (Slopes(images => score(images, real.Shape[0]), (parts * real) + ((1f - parts) * fake)) + Tiny).Sqrt();
        return (float)weight * (slope - 1f).Square().Mean();
    };

    /// <summary>
    /// weight / 2 E |grad f(x)|^2 at real images (R1 of Mescheder et al. 2018), on the first images of the batch only, one in
    /// <paramref name="one"/>: unbiased, and far cheaper.
    /// </summary>
    public static CriticPenalty AtReal(double weight, int one) => (score, real, _, _) =>
    {
        int n = Math.Max(1, real.Shape[0] / one);
        return (float)(weight / 2) * Slopes(images => score(images, n), real.Slice(0, 0, n)).Mean();
    };

    // |grad f|^2 of each image, [n].
    private static Tensor Slopes(Func<Tensor, Tensor> score, Tensor at) => Gradients.Of(score(at).Sum(), at)[0].Square().Flatten().Sum([1]);
}
