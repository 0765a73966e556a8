using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Energy;

/// <summary>
/// Convolutions with swish and linear heads on the flattened result: the first 3x3 at full size, each further one 4x4 and
/// half the size; for points of the plane linear layers. Smooth, so that its gradient with respect to the image moves Langevin chains
/// everywhere. Images are in [-1, 1].
/// </summary>
internal sealed class EnergyNetwork
{
    // A density of points has parts a tenth as wide as the window: linear layers bend soon enough when these have about size 1.
    private const float Sharpness = 10;

    private readonly ILayer[] layers;
    private readonly Func<Tensor, Tensor> start = images => images;
    private readonly Linear? classHead, energyHead;

    /// <summary>Makes the layers <c>conv/0</c>, <c>conv/1</c>, .. and <c>fc_class</c> where there are classes, and <c>fc_energy</c> where the energy has a head of its own.</summary>
    /// <exception cref="ArgumentException">The images are too small for so many layers.</exception>
    public EnergyNetwork(Scope scope, ImageShape images, IReadOnlyList<int> channels, int classes, bool hasEnergyHead)
    {
        int halvings = channels.Count - 1, height = images.Height >> halvings, width = images.Width >> halvings;
        if (halvings < 0 || height == 0 || width == 0)
            throw new ArgumentException(
                $"images of {images.Height}x{images.Width} are too small for the {channels.Count} layers of channels [{string.Join(", ", channels)}]; give fewer");
        int[] sizes = [images.Channels, .. channels];
        layers = [.. channels.Select((outputs, i) => i == 0
            ? new Conv2D(scope["conv"][i], sizes[i], outputs, kernel: 3, padding: 1)
            : new Conv2D(scope["conv"][i], sizes[i], outputs, kernel: 4, stride: 2, padding: 1))];
        int features = height * width * channels[^1];
        classHead = classes > 0 ? new Linear(scope["fc_class"], features, classes) : null;
        energyHead = hasEnergyHead ? new Linear(scope["fc_energy"], features, 1) : null;
    }

    /// <summary>Makes the layers <c>linear/0</c>, <c>linear/1</c>, .. for points of the plane, and <c>fc_energy</c>.</summary>
    public EnergyNetwork(Scope scope, IReadOnlyList<int> hidden)
    {
        int[] sizes = [ImageShape.Plane.Size, .. hidden];
        start = points => Sharpness * points.Flatten();
        layers = [.. hidden.Select((outputs, i) => new Linear(scope["linear"][i], sizes[i], outputs))];
        energyHead = new Linear(scope["fc_energy"], hidden[^1], 1);
    }

    /// <summary>Images [n, h, w, c] to logits f(x) [n, classes] and energies E(x) [n]: the second head's, else -log sum exp f(x).</summary>
    public (Tensor Logits, Tensor Energy) Apply(Tensor images)
    {
        Tensor features = Convolved(images).Flatten(), logits = classHead!.Apply(features);
        return (logits, energyHead?.Apply(features).Reshape(-1) ?? -logits.LogSumExp([-1]));
    }

    /// <summary>E(x) alone, [n].</summary>
    public Tensor Energy(Tensor images) => classHead is null ? energyHead!.Apply(Convolved(images).Flatten()).Reshape(-1) : Apply(images).Energy;

    /// <summary>The last convolution's channels, averaged over the image: [n, channels].</summary>
    public Tensor Features(Tensor images) => Convolved(images).Mean([1, 2]);

    /// <summary>
    /// The energy that chains go down: E(x), or with a class for each image (I32 [n]) E(x|y) = E(x) - w log p(y|x). Without a head of its
    /// own w is 1, which makes it -f(x)[y].
    /// </summary>
    public Func<Tensor, Tensor> Landscape(Tensor? labels = null, double guidance = 1) => images =>
    {
        (Tensor logits, Tensor energy) = Apply(images);
        return labels is null ? energy : energy + ((energyHead is null ? 1 : (float)guidance) * logits.CrossEntropy(labels));
    };

    private Tensor Convolved(Tensor images) => layers.Aggregate(start(images), (x, layer) => layer.Apply(x, Pass.Evaluation).Swish());
}
