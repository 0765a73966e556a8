using Likeness.Probability;
using Likeness.Tensors;

namespace Likeness.Models.Diffusion;

/// <summary>
/// The variational bound of a variance-preserving diffusion of levels 1 to T (Ho et al. 2020), in nats, of images of 256 grey levels in
/// [-1, 1]: -log p(x_0) is at most KL(q(x_T | x_0) || N(0, 1)) - log p(x_0 | x_1) and the sum over t = 2 .. T of
/// KL(q(x_t-1 | x_t, x_0) || p(x_t-1 | x_t)). With the variance of q in p each of these is w_t |x_0 - estimate|^2, where
/// w_t = 1/2 (r_t-1 - r_t) and r_t = k_t / (1 - k_t); p(x_0 | x_1) has the variance of t = 2, since that of q(x_0 | x_1, x_0) is 0.
/// </summary>
internal sealed class LevelBound
{
    private readonly NoisePath path;
    private readonly Func<Tensor, Level, Tensor> clean;
    private readonly double last;
    private readonly float firstDeviation;
    private readonly Tensor weights;

    /// <param name="kept">k_0 .. k_T, at least two levels.</param>
    /// <param name="clean">The estimate of x_0 of x at a level.</param>
    public LevelBound(IReadOnlyList<double> kept, Func<Tensor, Level, Tensor> clean)
    {
        (path, this.clean, last) = (NoisePath.Preserving(kept), clean, kept[^1]);
        double[] ratios = [.. kept.Skip(1).Select(k => k / (1 - k))];
        weights = Tensor.Of([.. ratios.Zip(ratios.Skip(1), (before, after) => (float)(0.5 * (before - after)))], [ratios.Length - 1]);
        firstDeviation = (float)Math.Sqrt((1 - kept[1]) / (1 - kept[2]) * (1 - (kept[2] / kept[1])));
    }

    /// <summary>Terms t = 2 .. T.</summary>
    public int Terms => weights.Shape[0];

    /// <summary>The first two parts for images [n, h, w, c]: [n].</summary>
    public Tensor Ends(Tensor images, RandomSource random)
    {
        float constant = (float)(last + Math.Log(1 - last));
        Tensor prior = 0.5f * ((images.Square() * (float)last) - constant).Flatten().Sum([1]);
        Level first = path.At(1f / path.Levels);
        Tensor x = first.Mix(images, random.Normal(images.Shape));
        return prior - new DiscretizedNormal(clean(x, first), firstDeviation).LogProbability(images);
    }

    /// <summary>The term of t = number + 2 for each image, numbers [n]: [n].</summary>
    public Tensor Term(Tensor images, Tensor numbers, RandomSource random)
    {
        Level level = path.At((numbers.Cast(DType.F32).Reshape(-1, 1, 1, 1) + 2f) * (1f / path.Levels));
        Tensor x = level.Mix(images, random.Normal(images.Shape));
        return weights.Gather(numbers) * (images - clean(x, level)).Square().Flatten().Sum([1]);
    }
}
