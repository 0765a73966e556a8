using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Evaluation;

/// <summary>Looks at the hidden units of a model.</summary>
public static class HiddenUnits
{
    private const int WidestPicture = 512;

    /// <summary>The weights of the first units as images: 0.5 is no weight, each unit scaled to its own largest.</summary>
    public static ImageBatch Filters(IModel model, IFilters filters, int count, Backend? backend = null)
    {
        Compiled step = Compiler.Compile(
            _ =>
            {
                Tensor first = filters.Filters.Slice(0, 0, Math.Min(count, filters.Filters.Shape[0]));
                return [0.5f + (0.5f * first / Tensor.Maximum(first.Abs().Max([1, 2, 3], keepDims: true), 1e-12f))];
            },
            backend);
        step.Run();
        return new ImageBatch(model.Images, step.Outputs[0].ToFloats());
    }

    /// <summary>One image: a row an image of the batch, a column a unit (the first ones where there are many).</summary>
    public static ImageBatch Activations(IModel model, IAutoencoder encoder, ImageBatch images, Backend? backend = null)
    {
        var sweep = new Sweep(model.Images, images.Count, (x, _) => [encoder.Encode(x).Flatten().Clamp(0, 1)], 1, backend);
        float[][] rows = [.. sweep.Run(images)[0].Chunk((int)encoder.Latent.Size)];
        int width = Math.Min(WidestPicture, rows[0].Length);
        return new ImageBatch(new ImageShape(rows.Length, width, 1), [.. rows.SelectMany(row => row.Take(width))]);
    }
}
