using Likeness.Nn;
using Likeness.Probability;
using Likeness.Tensors;

namespace Likeness.Models.Flows;

/// <summary>
/// An affine coupling (Dinh et al. 2017): one half of the channels (last axis) stays and decides how the other moves,
/// z = x exp(s) + t with s = scale tanh(r), where r and t are what a network makes of the half that stays.
/// </summary>
internal sealed class Coupling : IFlow
{
    private readonly Variable scale;
    private readonly ICouplingNetwork network;
    private readonly bool movesFirst;

    /// <summary>Makes the layer: a <c>scale</c> for each channel that moves, and its network.</summary>
    /// <param name="scope">Where they live.</param>
    /// <param name="channels">Extent of the last axis, 2 or more; the second half is the larger one where it is odd.</param>
    /// <param name="movesFirst">Whether the first half moves, or the second.</param>
    /// <param name="make">Makes the network for so many inputs and outputs.</param>
    /// <exception cref="ArgumentException">One channel has no halves.</exception>
    public Coupling(Scope scope, int channels, bool movesFirst, Func<Scope, int, int, ICouplingNetwork> make)
    {
        if (channels < 2)
            throw new ArgumentException(
                $"a coupling halves its channels and images of odd height and width have {channels}; give images with an even side, or use maf");
        this.movesFirst = movesFirst;
        int first = channels / 2, moved = movesFirst ? first : channels - first;
        scale = scope.Parameter("scale", [moved], Initializers.Ones);
        network = make(scope, channels - moved, 2 * moved);
    }

    /// <inheritdoc/>
    public (Tensor Z, Tensor LogVolume) Forward(Tensor x, Tensor? classes, Pass pass)
    {
        (Tensor stays, Tensor moves) = Halves(x);
        (Tensor logScale, Tensor shift) = Move(stays, classes);
        return (Whole(stays, (moves * logScale.Exp()) + shift), Event.Sum(logScale));
    }

    /// <inheritdoc/>
    public Tensor Inverse(Tensor z, Tensor? classes)
    {
        (Tensor stays, Tensor moved) = Halves(z);
        (Tensor logScale, Tensor shift) = Move(stays, classes);
        return Whole(stays, (moved - shift) * (-logScale).Exp());
    }

    private (Tensor LogScale, Tensor Shift) Move(Tensor stays, Tensor? classes)
    {
        Tensor[] parts = network.Apply(stays, classes).Split(-1, 2);
        return (scale.Value * parts[0].Tanh(), parts[1]);
    }

    private (Tensor Stays, Tensor Moves) Halves(Tensor x)
    {
        int half = x.Shape[-1] / 2;
        Tensor first = x.Slice(-1, 0, half), second = x.Slice(-1, half, x.Shape[-1] - half);
        return movesFirst ? (second, first) : (first, second);
    }

    private Tensor Whole(Tensor stays, Tensor moved) => movesFirst ? Tensor.Concat(-1, moved, stays) : Tensor.Concat(-1, stays, moved);
}
