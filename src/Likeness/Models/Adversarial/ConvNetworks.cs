using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Adversarial;

/// <summary>
/// Noise to a small image of many channels, then transposed convolutions 4x4 that double it, batch norm and ReLU between them, tanh
/// at the end (Radford et al. 2016). Sizes that do not halve evenly are cut to fit after each doubling.
/// </summary>
internal sealed class ConvGenerator : IGenerator
{
    private readonly Sequential layers;

    /// <summary>Makes the layers <c>seed</c>, <c>up/0</c>, <c>norm/0</c>, .. for channels from the inside out.</summary>
    /// <exception cref="ArgumentException">There are no channels.</exception>
    public ConvGenerator(Scope scope, int inputs, IReadOnlyList<int> channels, ImageShape images, Initializer? weights = null)
    {
        ConvSizes sizes = new(images, channels);
        (int height, int width) = sizes.At(channels.Count);
        List<ILayer> all =
        [
            new Linear(scope["seed"], inputs, height * width * channels[0], weights, biased: false),
            new Lambda(x => x.Reshape(-1, height, width, channels[0])),
        ];
        for (int i = 0; i < channels.Count; i++)
        {
            all.AddRange([new BatchNorm(scope["norm"][i], channels[i]), new Lambda(x => x.Relu())]);
            (int Height, int Width) cut = sizes.At(channels.Count - 1 - i);
            bool isLast = i == channels.Count - 1;
            all.Add(new ConvTranspose2D(
                scope["up"][i], channels[i], isLast ? images.Channels : channels[i + 1], kernel: 4, stride: 2, padding: 1, weights: weights,
                biased: isLast));
            all.Add(new Lambda(x => x.Slice(1, 0, cut.Height).Slice(2, 0, cut.Width)));
        }
        layers = new Sequential([.. all, new Lambda(x => x.Tanh())]);
    }

    public Tensor Generate(Tensor z, RandomSource random, Pass pass) => layers.Apply(z, pass);
}

/// <summary>
/// The mirror image: convolutions 4x4 that halve the image, LeakyReLU 0.2, and a linear score. Batch norm, where there is any, after
/// all convolutions but the first. It may also be shown the other images of the batch.
/// </summary>
internal sealed class ConvCritic : ICritic
{
    private readonly Sequential layers;
    private readonly ScoreHead head;
    private readonly MinibatchDiscrimination? others;

    /// <summary>Makes the layers <c>down/0</c>, <c>norm/1</c>, .. and <c>score</c> for channels from the image inwards.</summary>
    /// <exception cref="ArgumentException">There are no channels.</exception>
    public ConvCritic(
        Scope scope, ModelSize size, IReadOnlyList<int> channels, bool normed, bool biased = true, bool seesOthers = false, Initializer? weights = null)
    {
        (int height, int width) = new ConvSizes(size.Images, channels).At(channels.Count);
        int[] widths = [size.Images.Channels, .. channels];
        var all = new List<ILayer>();
        for (int i = 0; i < channels.Count; i++)
        {
            bool hasNorm = normed && i > 0;
            // An odd size gets one more row and column of zeros, so that halving rounds up as the generator's doubling is cut.
            all.Add(new Lambda(x => x.Pad([0, 0, 0, 0], [0, x.Shape[1] % 2, x.Shape[2] % 2, 0])));
            all.Add(new Conv2D(scope["down"][i], widths[i], widths[i + 1], kernel: 4, stride: 2, padding: 1, weights: weights, biased: !hasNorm));
            if (hasNorm)
                all.Add(new BatchNorm(scope["norm"][i], widths[i + 1]));
            all.Add(new Lambda(x => x.LeakyRelu()));
        }
        layers = new Sequential([.. all, new Lambda(x => x.Flatten())]);
        int features = height * width * channels[^1];
        others = seesOthers ? new MinibatchDiscrimination(scope["others"], features) : null;
        head = new ScoreHead(scope["score"], features + (seesOthers ? MinibatchDiscrimination.Outputs : 0), size.Classes, biased, weights);
    }

    public Tensor Score(Tensor images, Tensor? classes, Pass pass)
    {
        Tensor features = layers.Apply(images, pass);
        return head.Apply(others?.Apply(features) ?? features, classes);
    }
}

/// <summary>The extents of an image that is halved again and again, rounded up.</summary>
internal sealed class ConvSizes
{
    private readonly ImageShape images;

    /// <exception cref="ArgumentException">There are no channels.</exception>
    public ConvSizes(ImageShape images, IReadOnlyList<int> channels)
    {
        if (channels.Count == 0)
            throw new ArgumentException("channels [] is empty; give at least one number, such as [128, 64]");
        this.images = images;
    }

    /// <summary>Height and width after so many halvings.</summary>
    public (int Height, int Width) At(int halvings)
    {
        int round = (1 << halvings) - 1;
        return ((images.Height + round) >> halvings, (images.Width + round) >> halvings);
    }
}
