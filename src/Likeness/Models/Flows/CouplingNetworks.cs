using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Flows;

/// <summary>What a coupling asks of the half that stays.</summary>
internal interface ICouplingNetwork
{
    /// <summary>[n, .., inputs], and classes as rows [n, classes] or null, to [n, .., outputs].</summary>
    Tensor Apply(Tensor x, Tensor? classes);
}

/// <summary>Linear layers on rows, the class beside them.</summary>
internal sealed class DenseCoupling(Scope scope, int inputs, int outputs, IReadOnlyList<int> hidden, int classes) : ICouplingNetwork
{
    private readonly Mlp layers = new(scope, [inputs + classes, .. hidden, outputs]);

    /// <inheritdoc/>
    public Tensor Apply(Tensor x, Tensor? classes) => layers.Apply(Conditioning.Join(x, classes));
}

/// <summary>
/// Convolutions of one size, 3x3 at both ends and 1x1 between them, rectified. What the class adds to the first of them is what
/// channels that are constant over the image would add. The last begins small, so that the coupling begins near the identity.
/// </summary>
internal sealed class ConvCoupling : ICouplingNetwork
{
    private readonly Conv2D[] layers;
    private readonly Linear? ofClass;

    /// <summary>Makes the layers <c>conv/0</c>, .., and <c>class</c> where there are classes.</summary>
    public ConvCoupling(Scope scope, int inputs, int outputs, IReadOnlyList<int> channels, int classes)
    {
        int[] sizes = [inputs, .. channels, outputs];
        layers = [.. Enumerable.Range(0, sizes.Length - 1).Select(i => Layer(scope["conv"][i], sizes[i], sizes[i + 1], i == 0, i == channels.Count))];
        if (classes > 0)
            ofClass = new Linear(scope["class"], classes, sizes[1], biased: false);
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor x, Tensor? classes)
    {
        Tensor y = layers[0].Apply(x);
        if (ofClass is not null)
            y += ofClass.Apply(classes!).Reshape(y.Shape[0], 1, 1, y.Shape[-1]);
        return layers.Skip(1).Aggregate(y, (value, layer) => layer.Apply(value.Relu()));
    }

    private static Conv2D Layer(Scope scope, int inputs, int outputs, bool isFirst, bool isLast)
    {
        int kernel = isFirst || isLast ? 3 : 1;
        Initializer weights = isLast ? Initializers.Normal(0.1 / Math.Sqrt(kernel * kernel * inputs)) : Initializers.HeNormal;
        return new Conv2D(scope, inputs, outputs, kernel, padding: kernel / 2, weights: weights, biases: Initializers.Zeros);
    }
}
