using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Energy;

/// <summary>
/// Chains that persist between training steps (Tieleman 2008; Du and Mordatch 2019): each step takes some up again, starts a
/// few anew from noise, and puts all of them back.
/// </summary>
internal sealed class ReplayBuffer
{
    private readonly Variable chains;
    private readonly float restart;

    /// <summary>Makes a buffer of uniform noise in [-1, 1].</summary>
    /// <param name="scope">Where <c>chains</c> [size, h, w, c] lives.</param>
    /// <param name="size">How many chains are kept.</param>
    /// <param name="images">The images that the chains become.</param>
    /// <param name="restart">The part of the chains that starts anew from noise.</param>
    public ReplayBuffer(Scope scope, int size, ImageShape images, double restart)
    {
        chains = scope.Kept("chains", images.Batch(size), Initializers.Uniform(1));
        this.restart = (float)restart;
    }

    /// <summary>Uniform noise in [-1, 1].</summary>
    public static Tensor Noise(Shape shape, RandomSource random) => (2f * random.Uniform(shape)) - 1f;

    /// <summary>Where count chains go on, and their places in the buffer.</summary>
    public (Tensor Chains, Tensor Places) Take(int count, RandomSource random)
    {
        Tensor places = random.Integers([count], chains.Shape[0]);
        Tensor old = chains.Value.Gather(places);
        Tensor fresh = random.Uniform([count, 1, 1, 1]).IsLess(restart);
        return (Tensor.Select(fresh, Noise(old.Shape, random), old), places);
    }

    /// <summary>Puts chains back in their places.</summary>
    public Assignment Put(Tensor places, Tensor moved) => new(chains, Tensor.RowUpdate(chains.Value, places, moved));
}
