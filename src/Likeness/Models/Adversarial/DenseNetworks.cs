using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Adversarial;

/// <summary>Linear layers from noise to an image, LeakyReLU 0.2 between them, tanh at the end.</summary>
internal sealed class DenseGenerator(Scope scope, int inputs, IReadOnlyList<int> hidden, ImageShape images) : IGenerator
{
    private readonly Mlp layers = new(scope, [inputs, .. hidden, images.Size], "leaky_relu");

    public Tensor Generate(Tensor z, RandomSource random, Pass pass) => layers.Apply(z).Tanh().Reshape(images.Batch(z.Shape[0]));
}

/// <summary>
/// Linear layers from an image to a score, LeakyReLU 0.2 between them. In training it may see all images, real and made, under noise of
/// this deviation: distributions that do not overlap can be told apart without fault, and then there is nothing to learn from
/// (Arjovsky and Bottou 2017).
/// </summary>
internal sealed class DenseCritic(Scope scope, ModelSize size, IReadOnlyList<int> hidden, bool biased = true, double noise = 0) : ICritic
{
    private readonly Mlp layers = new(scope["features"], [size.Images.Size, .. hidden], "leaky_relu");
    private readonly ScoreHead head = new(scope["score"], hidden[^1], size.Classes, biased);

    public Tensor Score(Tensor images, Tensor? classes, Pass pass)
    {
        Tensor seen = noise > 0 && pass.IsTraining ? images + ((float)noise * pass.Random.Normal(images.Shape)) : images;
        return head.Apply(layers.Apply(seen.Flatten()).LeakyRelu(), classes);
    }
}

/// <summary>
/// From features to a score: a linear map, and with classes one more for each, of which the image's own class counts
/// (projection: Miyato and Koyama 2018).
/// </summary>
/// <param name="scope">Where the maps live.</param>
/// <param name="features">Extent of the last axis of the features.</param>
/// <param name="classes">How many classes; 0 for none.</param>
/// <param name="biased">False where only differences of scores count, so that no gradient would reach a bias.</param>
/// <param name="weights">Initial weights.</param>
internal sealed class ScoreHead(Scope scope, int features, int classes, bool biased, Initializer? weights = null)
{
    private readonly Linear map = new(scope, features, 1 + classes, weights, biased: biased);

    /// <summary>Features [n, f] and classes as rows to scores [n].</summary>
    public Tensor Apply(Tensor features, Tensor? classes)
    {
        Tensor all = map.Apply(features);
        return classes is null ? all.Reshape(-1) : all.Slice(1, 0, 1).Reshape(-1) + (all.Slice(1, 1, classes.Shape[1]) * classes).Sum([1]);
    }
}
