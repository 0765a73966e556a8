using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Evaluation;

/// <summary>Images through an autoencoder: there and back, and along paths between two.</summary>
public static class Reconstruction
{
    /// <summary>What the model makes of images.</summary>
    /// <exception cref="NotSupportedException">The model has no encoder.</exception>
    public static ImageBatch Of(IModel model, ImageBatch images, Backend? backend = null)
    {
        IAutoencoder autoencoder = Autoencoder(model);
        var sweep = new Sweep(model.Images, images.Count, (x, _) => [autoencoder.Decode(autoencoder.Encode(x))], 1, backend);
        return new ImageBatch(model.Images, sweep.Run(images)[0]);
    }

    /// <summary>The images on the straight line between the codes of two images, both ends included.</summary>
    /// <param name="model">A model with encoder and decoder.</param>
    /// <param name="ends">Two images.</param>
    /// <param name="count">How many images, 2 or more.</param>
    /// <param name="backend">Where; by default on all cores.</param>
    /// <exception cref="NotSupportedException">The model has no encoder.</exception>
    public static ImageBatch Between(IModel model, ImageBatch ends, int count = 10, Backend? backend = null)
    {
        IAutoencoder autoencoder = Autoencoder(model);
        if (ends.Count != 2 || count < 2)
            throw new ArgumentException($"an interpolation has 2 ends and 2 or more images, not {ends.Count} and {count}");
        float[] codes = new Sweep(model.Images, 2, (x, _) => [autoencoder.Encode(x)], 1, backend).Run(ends)[0];
        int size = codes.Length / 2;
        var line = new float[count * size];
        for (int i = 0; i < line.Length; i++)
            line[i] = codes[i % size] + ((codes[size + (i % size)] - codes[i % size]) * (i / size) / (count - 1));
        return Decode(model, line, count, backend);
    }

    /// <summary>A square grid of decoded codes of a two-dimensional latent, over a rectangle.</summary>
    /// <param name="model">A model with a latent of two dimensions.</param>
    /// <param name="low">The lower left corner.</param>
    /// <param name="high">The upper right corner.</param>
    /// <param name="side">Images along each side.</param>
    /// <param name="backend">Where; by default on all cores.</param>
    public static ImageBatch Manifold(IModel model, (float X, float Y) low, (float X, float Y) high, int side, Backend? backend = null)
    {
        var codes = new float[2 * side * side];
        for (int i = 0; i < side * side; i++)
        {
            codes[2 * i] = low.X + ((high.X - low.X) * (i % side) / (side - 1));
            codes[(2 * i) + 1] = high.Y - ((high.Y - low.Y) * (i / side) / (side - 1));
        }
        return Decode(model, codes, side * side, backend);
    }

    private static ImageBatch Decode(IModel model, float[] codes, int count, Backend? backend)
    {
        IAutoencoder autoencoder = Autoencoder(model);
        Tensor batch = Tensor.Of(codes, Shape.Create([count]).Concat(autoencoder.Latent));
        Compiled step = Compiler.Compile(_ => [autoencoder.Decode(batch)], backend);
        step.Run();
        return new ImageBatch(model.Images, step.Outputs[0].ToFloats());
    }

    private static IAutoencoder Autoencoder(IModel model) => model as IAutoencoder
        ?? throw new NotSupportedException($"{ModelRegistry.NameOf(model)} has no encoder, so it cannot reconstruct or interpolate");
}
