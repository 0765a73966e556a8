using Likeness.Tensors;

namespace Likeness.Models.Adversarial;

/// <summary>
/// How varied made images are: the standard deviation of a pixel over the batch, averaged over pixels, relative to that of real
/// images. 1 is as varied as the data, 0 is one image over and over. A few lost classes hardly lower it; a collapse does.
/// </summary>
internal static class Diversity
{
    /// <summary>Of fake and real images [n, h, w, c]; a scalar that no gradient passes.</summary>
    public static Tensor Of(Tensor fake, Tensor real) => Spread(fake.Detach()) / Tensor.Maximum(Spread(real), 1e-6f);

    private static Tensor Spread(Tensor images) => images.Variance([0]).Sqrt().Mean();
}
