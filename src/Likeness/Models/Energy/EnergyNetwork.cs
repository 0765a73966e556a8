using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Energy;

/// <summary>
/// Convolutions with swish and linear heads on the flattened result: the first 3x3 at full size, each further one 4x4 and
/// half the size. Smooth, so that its gradient with respect to the image moves Langevin chains everywhere.
/// </summary>
internal sealed class EnergyNetwork
{
    private readonly Conv2D[] layers;
    private readonly Linear[] heads;

    /// <summary>Makes the layers <c>conv/0</c>, <c>conv/1</c>, .. and the named heads.</summary>
    /// <exception cref="ArgumentException">The images are too small for so many layers.</exception>
    public EnergyNetwork(Scope scope, ImageShape images, IReadOnlyList<int> channels, params IReadOnlyList<(string Name, int Outputs)> heads)
    {
        int halvings = channels.Count - 1, height = images.Height >> halvings, width = images.Width >> halvings;
        if (halvings < 0 || height == 0 || width == 0)
            throw new ArgumentException(
                $"images of {images.Height}x{images.Width} are too small for the {channels.Count} layers of channels [{string.Join(", ", channels)}]; give fewer");
        int[] sizes = [images.Channels, .. channels];
        layers = [.. channels.Select((outputs, i) => i == 0
            ? new Conv2D(scope["conv"][i], sizes[i], outputs, kernel: 3, padding: 1)
            : new Conv2D(scope["conv"][i], sizes[i], outputs, kernel: 4, stride: 2, padding: 1))];
        this.heads = [.. heads.Select(head => new Linear(scope[head.Name], height * width * channels[^1], head.Outputs))];
    }

    /// <summary>Images [n, h, w, c] in [-1, 1] to the outputs of the heads, each [n, outputs].</summary>
    public Tensor[] Apply(Tensor images)
    {
        Tensor features = layers.Aggregate(images, (x, layer) => layer.Apply(x).Swish()).Flatten();
        return [.. heads.Select(head => head.Apply(features))];
    }
}
