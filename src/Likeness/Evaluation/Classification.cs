using Likeness.Models;
using Likeness.Tensors.Backends;

namespace Likeness.Evaluation;

/// <summary>Names classes of images.</summary>
public static class Classification
{
    /// <summary>The probability of each class, a row an image.</summary>
    /// <exception cref="NotSupportedException">The model is no classifier.</exception>
    public static float[][] Probabilities(IModel model, ImageBatch images, Backend? backend = null)
    {
        if (model is not IClassifier classifier)
            throw new NotSupportedException($"{ModelRegistry.NameOf(model)} is no classifier");
        var sweep = new Sweep(model.Images, images.Count, (x, _) => [classifier.Logits(x).Softmax()], 1, backend);
        return [.. sweep.Run(images)[0].Chunk(classifier.Classes)];
    }
}
