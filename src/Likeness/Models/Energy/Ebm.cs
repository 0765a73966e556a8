using System.Runtime.CompilerServices;
using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Energy;

/// <summary>What an energy-based model is made of.</summary>
public sealed record EbmOptions
{
    /// <summary>Channels of the convolutions; all but the first halve the image.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [16, 32, 64, 128];

    /// <summary>Widths of the linear layers that points of the plane get in place of convolutions.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [128, 128, 128];

    /// <summary>How it learns.</summary>
    public EnergyLearningOptions Learning { get; init; } = new();
}

/// <summary>
/// <c>ebm</c>: an energy of images alone, without labels (LeCun et al. 2006; Du and Mordatch 2019), p(x) = exp(-E(x)) / Z. Minimises
/// E_real - E_fake + alpha (E_real^2 + E_fake^2), E_fake at the ends of Langevin chains from a replay buffer. Takes points of the plane too.
/// </summary>
public sealed class Ebm : IModel, IRefiner, IEnergy
{
    private readonly EnergyLearningOptions options;
    private readonly EnergyNetwork network;
    private readonly EnergyLearning learning;
    private readonly Scope scope;

    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    /// <exception cref="ArgumentException">The images are too small for the layers.</exception>
    public Ebm(EbmOptions options, ImageShape images, ulong seed)
    {
        (this.options, Images, scope) = (options.Learning, images, new Scope(seed));
        network = images.IsPlane ? new EnergyNetwork(scope, options.Hidden)
            : new EnergyNetwork(scope, images, options.Channels, classes: 0, hasEnergyHead: true);
        learning = new EnergyLearning(scope, options.Learning, images);
        Stages = [new Stage("ebm", [new Phase("ebm", Parameters, Objective)])];
    }

    /// <inheritdoc/>
    public ImageShape Images { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Variable> Parameters => scope.Parameters;

    /// <inheritdoc/>
    public IReadOnlyList<Variable> State => scope.State;

    /// <inheritdoc/>
    public IReadOnlyList<Stage> Stages { get; }

    /// <inheritdoc/>
    public int DefaultSteps => 500;

    /// <inheritdoc/>
    public Tensor Energy(Tensor images) => network.Energy(EnergyLearning.Inside(images, Images));

    /// <inheritdoc/>
    public Tensor Sample(SampleRequest request, RandomSource random) => this.Refined(request, random);

    /// <inheritdoc/>
    public Tensor Start(SampleRequest request, RandomSource random) => request.Labels is null
        ? ReplayBuffer.Noise(Images.Batch(request.Count), random)
        : throw new NotSupportedException(Conditioning.ImagesAlone("ebm"));

    /// <inheritdoc/>
    public Tensor Refine(Tensor state, Tensor turn, SampleRequest request, RandomSource random) =>
        options.Langevin.Step(network.Energy, state, random.At(turn));

    /// <inheritdoc/>
    public Tensor Picture(Tensor state) => EnergyLearning.Outside(state, Images);

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("ebm", request =>
    {
        // Both are read, so that a wrong value is found whatever the data.
        var (images, points) = (EnergyLearningOptions.Read(request.Settings), EnergyLearningOptions.ReadPoints(request.Settings));
        return new Ebm(
            new EbmOptions
            {
                Channels = request.Settings.Ints("architecture.channels", 1, 4096),
                Hidden = request.Settings.Ints("plane.hidden", 1, 65536),
                Learning = request.Images.IsPlane ? points : images,
            },
            request.Images, request.Seed);
    });

    private Objective Objective(Batch batch, RandomSource random)
    {
        Tensor real = EnergyLearning.Seen(batch.Images, Images, options.DataNoise, random);
        (Tensor ends, Assignment kept) = learning.Chains(network.Energy, real.Shape[0], random);
        return EnergyLearning.Contrast(network.Energy(real), network.Energy(ends), options.Magnitude) with { Assignments = [kept] };
    }
}
