using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Diffusion;

/// <summary>
/// A U-Net (Ronneberger et al. 2015; Ho et al. 2020): a residual block a level on the way in and on the way out, where the two of a level
/// are also joined directly, and at the bottom attention and one more block. Between two levels height and width are halved while both
/// are even, and else stay: 28x28 goes 28, 14, 7, and 14x14 with three levels 14, 7, 7.
/// </summary>
internal sealed class UNet
{
    private const int Heads = 4;

    // Times from 0 to 1 stand for the levels 0 to 1000 of the paper.
    private const float Levels = 1000;

    private readonly Tensor frequencies;
    private readonly Mlp time;
    private readonly Linear? label;
    private readonly Conv2D stem, last;
    private readonly ResidualBlock[] down, up;
    private readonly Conv2D[] narrow, widen;
    private readonly ResidualBlock middle;
    private readonly SelfAttention attention;
    private readonly GroupNorm attentionNorm, lastNorm;
    private readonly bool[] halved;

    /// <summary>Makes the layers.</summary>
    /// <param name="scope">Where they live.</param>
    /// <param name="images">What comes in and goes out.</param>
    /// <param name="channels">Of each level, from the image inwards.</param>
    /// <param name="classes">How many classes the network can be told; 0 for none.</param>
    /// <exception cref="ArgumentException">There is no level.</exception>
    public UNet(Scope scope, ImageShape images, IReadOnlyList<int> channels, int classes)
    {
        if (channels.Count == 0)
            throw new ArgumentException("architecture.channels is empty; give the channels of at least one level, such as [32, 64]");
        int told = 4 * channels[0], waves = 2 * Math.Max(1, channels[0] / 2), levels = channels.Count;
        int[] narrows = [.. Enumerable.Range(0, levels - 1)];
        halved = [.. narrows.Select(level => (images.Height | images.Width) % (2 << level) == 0)];
        frequencies = Tensor.Of([.. Enumerable.Range(0, waves / 2).Select(i => (float)Math.Pow(10_000, -2.0 * i / waves))], [1, waves / 2]);
        time = new Mlp(scope["time"], [waves, told, told], "swish");
        label = classes == 0 ? null : new Linear(scope["label"], classes, told, Initializers.Normal(1), biased: false);
        stem = new Conv2D(scope["stem"], images.Channels, channels[0], kernel: 3, padding: 1);
        down = [.. channels.Select((width, level) => new ResidualBlock(scope["down"][level], channels[Math.Max(0, level - 1)], width, told))];
        narrow = [.. narrows.Select(level => new Conv2D(
            scope["narrow"][level], channels[level], channels[level], kernel: 3, stride: halved[level] ? 2 : 1, padding: 1))];
        attentionNorm = ResidualBlock.Norm(scope["attention"]["norm"], channels[^1]);
        attention = new SelfAttention(scope["attention"], channels[^1], channels[^1] % Heads == 0 ? Heads : 1);
        middle = new ResidualBlock(scope["middle"], channels[^1], channels[^1], told);
        widen = [.. narrows.Select(level => new Conv2D(scope["widen"][level], channels[level + 1], channels[level + 1], kernel: 3, padding: 1))];
        up = [.. narrows.Select(level => new ResidualBlock(scope["up"][level], channels[level + 1] + channels[level], channels[level], told))];
        lastNorm = ResidualBlock.Norm(scope["last"]["norm"], channels[0]);
        last = new Conv2D(scope["last"], channels[0], images.Channels, kernel: 3, padding: 1);
    }

    /// <summary>Applies the network.</summary>
    /// <param name="x">[n, h, w, c].</param>
    /// <param name="times">From 0 to 1, one of them or n, of any shape.</param>
    /// <param name="classes">Rows [n, classes], a row of zeros for none; or null for none at all.</param>
    public Tensor Apply(Tensor x, Tensor times, Tensor? classes)
    {
        Tensor told = Told(times, classes);
        x = stem.Apply(x);
        var passed = new Stack<Tensor>();
        for (int level = 0; level < narrow.Length; level++)
        {
            passed.Push(down[level].Apply(x, told));
            x = narrow[level].Apply(passed.Peek());
        }
        x = down[^1].Apply(x, told);
        x = middle.Apply(x + attention.Apply(attentionNorm.Apply(x)), told);
        for (int level = narrow.Length - 1; level >= 0; level--)
        {
            Tensor wide = widen[level].Apply(halved[level] ? Doubled(x) : x);
            x = up[level].Apply(Tensor.Concat(3, wide, passed.Pop()), told);
        }
        return last.Apply(lastNorm.Apply(x).Swish());
    }

    // Sines and cosines of the time (Vaswani et al. 2017) through two layers, and what stands for the class: [n or 1, told].
    private Tensor Told(Tensor times, Tensor? classes)
    {
        Tensor angles = (Levels * times.Reshape(-1, 1)) * frequencies;
        Tensor told = time.Apply(Tensor.Concat(1, angles.Sin(), angles.Cos()));
        return (classes is null ? told : told + label!.Apply(classes)).Swish();
    }

    // Every place twice in both directions.
    private static Tensor Doubled(Tensor x)
    {
        (int n, int h, int w, int c) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        return x.Reshape(n, h, 1, w, 1, c).BroadcastTo([n, h, 2, w, 2, c]).Reshape(n, 2 * h, 2 * w, c);
    }
}
