using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Flows;

/// <summary>An invertible map z = f(x) of examples, from data towards noise, and log |det df/dx|, its log-volume.</summary>
internal interface IFlow
{
    /// <summary>z and the log-volume [n] of each example.</summary>
    /// <param name="x">Examples [n, ..].</param>
    /// <param name="classes">Their classes as rows [n, classes], or null without classes.</param>
    /// <param name="pass">In training, layers may learn their scale from the first batch.</param>
    (Tensor Z, Tensor LogVolume) Forward(Tensor x, Tensor? classes, Pass pass);

    /// <summary>The x that z comes from.</summary>
    Tensor Inverse(Tensor z, Tensor? classes);
}

/// <summary>Flows one after the other.</summary>
internal sealed class FlowChain(params IReadOnlyList<IFlow> flows) : IFlow
{
    /// <inheritdoc/>
    public (Tensor Z, Tensor LogVolume) Forward(Tensor x, Tensor? classes, Pass pass)
    {
        Tensor sum = Tensor.Zeros([x.Shape[0]]);
        foreach (IFlow flow in flows)
        {
            (x, Tensor volume) = flow.Forward(x, classes, pass);
            sum += volume;
        }
        return (x, sum);
    }

    /// <inheritdoc/>
    public Tensor Inverse(Tensor z, Tensor? classes) => flows.Reverse().Aggregate(z, (y, flow) => flow.Inverse(y, classes));
}

/// <summary>Images [n, h, w, c] as rows [n, h w c]: what ends every flow.</summary>
internal sealed class Flattening(ImageShape images) : IFlow
{
    /// <inheritdoc/>
    public (Tensor Z, Tensor LogVolume) Forward(Tensor x, Tensor? classes, Pass pass) => (x.Flatten(), Tensor.Zeros([x.Shape[0]]));

    /// <inheritdoc/>
    public Tensor Inverse(Tensor z, Tensor? classes) => z.Reshape(images.Batch(z.Shape[0]));
}
