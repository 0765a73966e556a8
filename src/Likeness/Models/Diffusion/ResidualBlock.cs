using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Diffusion;

/// <summary>
/// Two 3x3 convolutions, each after group norm and swish, around which the input passes on; what the block is told of time and class is
/// added between them (Ho et al. 2020).
/// </summary>
internal sealed class ResidualBlock
{
    private readonly GroupNorm firstNorm, secondNorm;
    private readonly Conv2D first, second;
    private readonly Conv2D? around;
    private readonly Linear shift;

    /// <summary>Makes the layers of a block.</summary>
    /// <param name="scope">Where they live.</param>
    /// <param name="inputs">Channels before.</param>
    /// <param name="outputs">Channels after.</param>
    /// <param name="told">Width of what the block is told.</param>
    public ResidualBlock(Scope scope, int inputs, int outputs, int told)
    {
        (firstNorm, secondNorm) = (Norm(scope["norm"][0], inputs), Norm(scope["norm"][1], outputs));
        first = new Conv2D(scope["conv"][0], inputs, outputs, kernel: 3, padding: 1);
        second = new Conv2D(scope["conv"][1], outputs, outputs, kernel: 3, padding: 1);
        shift = new Linear(scope["shift"], told, outputs);
        around = inputs == outputs ? null : new Conv2D(scope["around"], inputs, outputs, kernel: 1);
    }

    /// <summary>Group norm in at most 8 groups, each of 4 channels or more: the mean of a group of one would take away all that was told.</summary>
    public static GroupNorm Norm(Scope scope, int channels) => new(
        scope, Enumerable.Range(1, 8).Last(groups => groups == 1 || (channels % groups == 0 && channels / groups >= 4)), channels);

    /// <summary>Maps [n, h, w, inputs], told [n or 1, told], to [n, h, w, outputs].</summary>
    public Tensor Apply(Tensor x, Tensor told)
    {
        Tensor inside = first.Apply(firstNorm.Apply(x).Swish()) + shift.Apply(told).Reshape(told.Shape[0], 1, 1, -1);
        return second.Apply(secondNorm.Apply(inside).Swish()) + (around?.Apply(x) ?? x);
    }
}
