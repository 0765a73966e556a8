using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Flows;

/// <summary>
/// The multi-scale architecture (Dinh et al. 2017): at each level the image is squeezed, its channels go through steps, and half of them
/// leave as noise; the rest goes to the next level. Levels end where no axis can be halved any more.
/// </summary>
internal static class MultiScale
{
    /// <summary>Images [n, h, w, c] to rows [n, h w c].</summary>
    /// <param name="scope">Where the levels <c>0</c>, <c>1</c>, .. live.</param>
    /// <param name="images">What comes in.</param>
    /// <param name="levels">How many levels at most.</param>
    /// <param name="steps">The steps of a level.</param>
    public static IFlow Make(Scope scope, ImageShape images, int levels, Func<Level, IEnumerable<IFlow>> steps) =>
        Make(scope, images, levels, 0, steps);

    private static IFlow Make(Scope scope, ImageShape images, int levels, int number, Func<Level, IEnumerable<IFlow>> steps)
    {
        var squeeze = new Squeeze(images);
        ImageShape inside = squeeze.Images, left = inside with { Channels = inside.Channels - (inside.Channels / 2) };
        bool isLast = number + 1 == levels || inside.Channels < 2 || !Squeeze.IsPossible(inside);
        IFlow end = isLast ? new Flattening(inside) : new Leaving(inside, Make(scope, left, levels, number + 1, steps));
        return new FlowChain([squeeze, .. steps(new Level(scope[number], inside.Channels, squeeze.Pixels, isLast)), end]);
    }

    // Half of the channels leave, as rows before those that the rest becomes.
    private sealed class Leaving(ImageShape images, IFlow rest) : IFlow
    {
        private readonly int half = images.Channels / 2;

        public (Tensor Z, Tensor LogVolume) Forward(Tensor x, Tensor? classes, Pass pass)
        {
            (Tensor z, Tensor volume) = rest.Forward(x.Slice(-1, half, images.Channels - half), classes, pass);
            return (Tensor.Concat(-1, x.Slice(-1, 0, half).Flatten(), z), volume);
        }

        public Tensor Inverse(Tensor z, Tensor? classes)
        {
            int left = images.Height * images.Width * half;
            Tensor gone = z.Slice(-1, 0, left).Reshape((images with { Channels = half }).Batch(z.Shape[0]));
            return Tensor.Concat(-1, gone, rest.Inverse(z.Slice(-1, left, z.Shape[-1] - left), classes));
        }
    }
}

/// <summary>A level of a multi-scale flow.</summary>
/// <param name="Scope">Where its layers live.</param>
/// <param name="Channels">Channels after the squeeze.</param>
/// <param name="Pixels">How many pixels a block of the squeeze had: 4, 2 or 1.</param>
/// <param name="IsLast">Whether all channels end here, or the first half leaves.</param>
internal sealed record Level(Scope Scope, int Channels, int Pixels, bool IsLast);
