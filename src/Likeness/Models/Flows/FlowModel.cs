using Likeness.Nn;
using Likeness.Probability;
using Likeness.Tensors;

namespace Likeness.Models.Flows;

/// <summary>
/// An exact density by change of variables, log p(x) = log N(f(x); 0, 1) + log |det df/dx|, with an invertible f: what all members of the
/// family share. Pixels go through <see cref="PixelLogits"/>, and log p is of the discrete pixels 0..255; points of the plane go in as they
/// are. Minimises bits per dimension, of points -log p in nats. With classes y, equally likely, f learns p(x|y); log p(x) is then
/// log mean p(x|y), and a code holds the class that explains the image best beside z.
/// </summary>
public abstract class FlowModel : IModel, ISampler, IPixelLikelihood, IInvertible, IConditional
{
    private readonly Scope scope;
    private readonly Conditioning conditioning;
    private readonly IFlow flow;
    private readonly float temperature;

    private protected FlowModel(string name, FlowSetting setting, Func<Scope, int, IFlow> make)
    {
        (Images, temperature, scope) = (setting.Images, (float)setting.Temperature, new Scope(setting.Seed));
        conditioning = new Conditioning(name, setting.Conditional, setting.Classes);
        flow = make(scope, Classes);
        Stages = [new Stage(name, [new Phase(name, Parameters, Objective)])];
    }

    /// <inheritdoc/>
    public ImageShape Images { get; }

    /// <inheritdoc/>
    public int Classes => conditioning.Classes;

    /// <summary>z, as many values as an image has, and with classes the row of the class.</summary>
    public Shape Latent => [Images.Size + Classes];

    /// <inheritdoc/>
    public IReadOnlyList<Variable> Parameters => scope.Parameters;

    /// <inheritdoc/>
    public IReadOnlyList<Variable> State => scope.State;

    /// <inheritdoc/>
    public IReadOnlyList<Stage> Stages { get; }

    /// <inheritdoc/>
    public int DefaultSteps => 0;

    /// <inheritdoc/>
    public LikelihoodKind Kind => LikelihoodKind.Exact;

    /// <inheritdoc/>
    public Tensor LogLikelihood(Tensor images, RandomSource random)
    {
        (Tensor x, Tensor volume) = Entered(images, random.Uniform(images.Shape));
        return volume + (Classes == 0 ? LogDensity(x, null)
            : conditioning.OfEach(x, LogDensity).LogSumExp([0]) - MathF.Log(Classes));
    }

    /// <inheritdoc/>
    public Tensor Sample(SampleRequest request, RandomSource random)
    {
        Tensor x = flow.Inverse(temperature * random.Normal([request.Count, Images.Size]), conditioning.Of(request, random));
        return Images.IsPlane ? x : PixelLogits.Rounded(x);
    }

    /// <inheritdoc/>
    public Tensor Encode(Tensor images)
    {
        (Tensor x, _) = Entered(images, Tensor.Full(images.Shape, 0.5f));
        Tensor? classes = Classes == 0 ? null : conditioning.OfEach(x, LogDensity).ArgMax(0).OneHot(Classes);
        return Conditioning.Join(flow.Forward(x, classes, Pass.Evaluation).Z, classes);
    }

    /// <inheritdoc/>
    public Tensor Decode(Tensor codes) => Images.IsPlane ? Unclamped(codes) : Unclamped(codes).Clamp(0, 1);

    /// <inheritdoc/>
    public Tensor InversionError(Tensor images) => (Unclamped(Encode(images)) - images).Abs().Max([1, 2, 3]);

    /// <summary>What is minimised, with the noise u in [0, 1) of the pixels given.</summary>
    internal Objective Loss(Tensor images, Tensor u, Tensor? classes, Pass pass)
    {
        (Tensor z, Tensor volume) = Noise(images, u, classes, pass);
        Tensor nats = -(Normal.Standard(z.Shape).LogDensity(z) + volume).Mean();
        Tensor loss = Images.IsPlane ? nats : nats * (1 / (Images.Size * MathF.Log(2)));
        return new Objective(loss, [new Term("nll", nats)], [.. pass.Updates.Select(update => new Assignment(update.Variable, update.Value))]);
    }

    /// <summary>z [n, h w c] of images, and log |det dz / dpixel| [n], or of points dz / dx.</summary>
    internal (Tensor Z, Tensor LogVolume) Noise(Tensor images, Tensor u, Tensor? classes, Pass pass)
    {
        (Tensor x, Tensor entering) = Entered(images, u);
        (Tensor z, Tensor volume) = flow.Forward(x, classes, pass);
        return (z, volume + entering);
    }

    private Objective Objective(Batch batch, RandomSource random) =>
        Loss(batch.Images, random.Uniform(batch.Images.Shape), conditioning.Of(batch), Pass.Training(random));

    private Tensor Unclamped(Tensor codes)
    {
        Tensor x = flow.Inverse(codes.Slice(-1, 0, Images.Size), Classes == 0 ? null : codes.Slice(-1, Images.Size, Classes));
        return Images.IsPlane ? x : PixelLogits.Unrounded(x);
    }

    private (Tensor X, Tensor LogVolume) Entered(Tensor images, Tensor u) =>
        Images.IsPlane ? (images, Tensor.Zeros([images.Shape[0]])) : PixelLogits.Of(images, u);

    private Tensor LogDensity(Tensor x, Tensor? classes)
    {
        (Tensor z, Tensor volume) = flow.Forward(x, classes, Pass.Evaluation);
        return Normal.Standard(z.Shape).LogDensity(z) + volume;
    }
}

/// <summary>What every member of the family is made for.</summary>
/// <param name="Images">The images.</param>
/// <param name="Classes">How many classes the data has.</param>
/// <param name="Conditional">Whether to learn them.</param>
/// <param name="Seed">Decides the initial values.</param>
/// <param name="Temperature">The deviation of the noise that samples come from.</param>
internal sealed record FlowSetting(ImageShape Images, int Classes, bool Conditional, ulong Seed, double Temperature);
