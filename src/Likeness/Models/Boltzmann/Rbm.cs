using System.Runtime.CompilerServices;
using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Boltzmann;

/// <summary>
/// <c>rbm</c>: a restricted Boltzmann machine (Smolensky 1986) that learns by contrastive divergence (Hinton 2002) or with persistent
/// chains (Tieleman 2008). F(v) = -b.v - sum softplus(c + W'v); p(v) = exp(-F(v)) / Z. Grey pixels count as probabilities.
/// Samples come from Gibbs chains that go on where the persistent chains were left, or else come down the annealing path.
/// </summary>
public sealed class Rbm : IModel, IRefiner, IAutoencoder, IEnergy, IAnnealed, IFilters
{
    private readonly BoltzmannMachine machine;
    private readonly ContrastiveDivergence learning;
    private readonly UnitMeans means;
    private readonly Scope scope;
    private readonly bool isBinary;

    /// <summary>Makes the model.</summary>
    internal Rbm(int hidden, double deviation, ContrastiveOptions options, ImageShape images, ulong seed)
    {
        (Images, Latent, scope, isBinary) = (images, [hidden], new Scope(seed), deviation == 0);
        machine = new BoltzmannMachine(scope, images.Size, hidden, deviation);
        learning = new ContrastiveDivergence(machine, scope, options);
        means = new UnitMeans(scope, images.Size);
        Stages = [new Stage("rbm", [new Phase("rbm", Parameters, Loss)])];
    }

    /// <inheritdoc/>
    public ImageShape Images { get; }

    /// <inheritdoc/>
    public Shape Latent { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Variable> Parameters => scope.Parameters;

    /// <inheritdoc/>
    public IReadOnlyList<Variable> State => scope.State;

    /// <inheritdoc/>
    public IReadOnlyList<Stage> Stages { get; }

    /// <inheritdoc/>
    public int DefaultSteps => 1000;

    /// <inheritdoc/>
    public Tensor Filters => machine.Filters.Reshape(Images.Batch(machine.Hidden));

    /// <summary>Annealed importance sampling gives the constant of binary units; that of Gaussian ones stays unknown.</summary>
    public LikelihoodKind Kind => isBinary ? LikelihoodKind.AnnealedImportance : LikelihoodKind.Unnormalized;

    /// <inheritdoc/>
    public Tensor Energy(Tensor images) => machine.FreeEnergy(images.Flatten());

    /// <summary>-F(v), to which -log Z belongs.</summary>
    public Tensor LogLikelihood(Tensor images, RandomSource random) => -Energy(images);

    /// <inheritdoc/>
    public Tensor Encode(Tensor images) => machine.HiddenMean(images.Flatten());

    /// <inheritdoc/>
    public Tensor Decode(Tensor codes) => machine.VisibleMean(codes).Clamp(0, 1).Reshape(Images.Batch(codes.Shape[0]));

    /// <inheritdoc/>
    public Tensor Start(SampleRequest request, RandomSource random) => request.Labels is null
        ? learning.Resume(request.Count, random) ?? (isBinary ? Path.Draw(request.Count, random) : machine.Noise(request.Count, random))
        : throw new NotSupportedException(Conditioning.ImagesAlone("rbm"));

    /// <inheritdoc/>
    public Tensor Refine(Tensor state, Tensor turn, SampleRequest request, RandomSource random) => isBinary && !learning.IsPersistent
        ? new AnnealedPath(machine, means.Value).Refine(state, turn, request.Steps ?? Tensor.Scalar(DefaultSteps), random)
        : machine.Turn(state, random.At(turn));

    /// <inheritdoc/>
    public Tensor Picture(Tensor state) => Decode(machine.HiddenMean(state));

    /// <inheritdoc/>
    public Tensor Sample(SampleRequest request, RandomSource random) => this.Refined(request, random);

    /// <inheritdoc/>
    public IAnnealingPath Path => new AnnealedPath(machine, means.Value);

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("rbm", request => new Rbm(
        request.Settings.Int("architecture.hidden", 1, 65_536),
        (request.Settings.Choice("architecture.visible", "binary", "gaussian") == "gaussian" ? 1 : 0) * request.Settings.Real("architecture.deviation", 1e-3, 100),
        ContrastiveOptions.Read(request.Settings, "objective"), request.Images, request.Seed));

    /// <summary>The objective with uniform numbers [n, hidden + visible] to draw one turn of the chain from.</summary>
    internal Objective Loss(Tensor data, Tensor uniform)
    {
        Tensor hidden = uniform.Slice(1, 0, machine.Hidden).IsLess(machine.HiddenMean(data)).Cast(DType.F32);
        Tensor mean = machine.VisibleMean(hidden), end = uniform.Slice(1, machine.Hidden, machine.Visible).IsLess(mean).Cast(DType.F32);
        return learning.Loss(data, mean, end.Detach());
    }

    private Objective Loss(Batch batch, RandomSource random)
    {
        Tensor data = batch.Images.Flatten();
        return means.Tracked(learning.Loss(data, random), data);
    }
}
