using System.Runtime.CompilerServices;
using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Energy;

/// <summary>What a joint energy model is made of and how its chains move; images are in [-1, 1] inside.</summary>
public sealed record JemOptions
{
    /// <summary>The energies there are.</summary>
    public static IReadOnlyList<string> Energies { get; } = ["two-head", "logsumexp", "none"];

    /// <summary>two-head: an output of its own; logsumexp: -log sum exp of the logits; none: cross-entropy alone, to compare with.</summary>
    public string Energy { get; init; } = "two-head";

    /// <summary>Channels of the convolutions; all but the first halve the image.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [16, 32, 64, 128];

    /// <summary>How it learns the energy.</summary>
    public EnergyLearningOptions Learning { get; init; } = new();

    /// <summary>w in E(x|y) = E(x) - w log p(y|x), for samples of a class from two heads.</summary>
    public double Guidance { get; init; } = 1;
}

/// <summary>
/// <c>jem</c>: a classifier that is also an energy-based model (Grathwohl et al. 2020), p(x) = exp(-E(x)) / Z. Minimises
/// cross-entropy + E_real - E_fake + alpha (E_real^2 + E_fake^2), E_fake at the ends of Langevin chains: that lowers the
/// energy of data, and the chains find what else is low.
/// </summary>
public sealed class Jem : IModel, IRefiner, IFeatures, IEnergy, IConditional
{
    private readonly JemOptions options;
    private readonly EnergyNetwork network;
    private readonly EnergyLearning? learning;
    private readonly Scope scope;

    /// <summary>Makes the model; initial values are a function of the seed.</summary>
    /// <exception cref="ArgumentException">The energy is unknown, there are no classes, or the images are too small for the layers.</exception>
    public Jem(JemOptions options, ImageShape images, int classes, ulong seed)
    {
        if (!JemOptions.Energies.Contains(options.Energy))
            throw new ArgumentException($"unknown energy '{options.Energy}'; use one of {string.Join(", ", JemOptions.Energies)}");
        if (classes < 2)
            throw new ArgumentException($"jem: the data has {classes} classes; it needs labels of at least 2");
        (this.options, Images, Classes, scope) = (options, images, classes, new Scope(seed));
        network = new EnergyNetwork(scope, images, options.Channels, classes, hasEnergyHead: options.Energy == "two-head");
        if (options.Energy != "none")
            learning = new EnergyLearning(scope, options.Learning, images);
        Stages = [new Stage("jem", [new Phase("jem", Parameters, Objective)])];
    }

    /// <inheritdoc/>
    public ImageShape Images { get; }

    /// <inheritdoc/>
    public int Classes { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Variable> Parameters => scope.Parameters;

    /// <inheritdoc/>
    public IReadOnlyList<Variable> State => scope.State;

    /// <inheritdoc/>
    public IReadOnlyList<Stage> Stages { get; }

    /// <inheritdoc/>
    public int DefaultSteps => 500;

    /// <inheritdoc/>
    public Tensor Logits(Tensor images) => network.Apply(EnergyLearning.Inside(images, Images)).Logits;

    /// <inheritdoc/>
    public Tensor Features(Tensor images) => network.Features(EnergyLearning.Inside(images, Images));

    /// <inheritdoc/>
    public Tensor Energy(Tensor images) => network.Apply(EnergyLearning.Inside(images, Images)).Energy;

    /// <inheritdoc/>
    public Tensor Sample(SampleRequest request, RandomSource random) => this.Refined(request, random);

    /// <inheritdoc/>
    public Tensor Start(SampleRequest request, RandomSource random) => ReplayBuffer.Noise(Images.Batch(request.Count), random);

    /// <inheritdoc/>
    public Tensor Refine(Tensor state, Tensor turn, SampleRequest request, RandomSource random) =>
        options.Learning.Langevin.Step(network.Landscape(request.Labels, options.Guidance), state, random.At(turn));

    /// <inheritdoc/>
    public Tensor Picture(Tensor state) => EnergyLearning.Outside(state, Images);

    /// <summary>The loss of real images and of the ends of chains, both in [-1, 1].</summary>
    internal Objective Loss(Tensor real, Tensor? labels, Tensor? fake)
    {
        (Tensor logits, Tensor energy) = network.Apply(real);
        Term[] named = labels is null ? [] : [new Term("cross-entropy", logits.CrossEntropy(labels).Mean())];
        Tensor loss = labels is null ? 0f : named[0].Value;
        if (fake is null)
            return new Objective(loss, named);
        Objective contrast = EnergyLearning.Contrast(energy, network.Energy(fake), options.Learning.Magnitude);
        return new Objective(loss + contrast.Loss, [.. named, .. contrast.Terms]);
    }

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("jem", request => new Jem(
        new JemOptions
        {
            Channels = request.Settings.Ints("architecture.channels", 1, 4096),
            Energy = request.Settings.Choice("objective.energy", JemOptions.Energies),
            Learning = EnergyLearningOptions.Read(request.Settings),
            Guidance = request.Settings.Real("objective.guidance", 0),
        },
        request.Images, request.Classes, request.Seed));

    private Objective Objective(Batch batch, RandomSource random)
    {
        Tensor real = EnergyLearning.Seen(batch.Images, Images, options.Learning.DataNoise, random);
        if (learning is null)
            return Loss(real, batch.Labels, null);
        (Tensor ends, Assignment kept) = learning.Chains(network.Landscape(), real.Shape[0], random);
        return Loss(real, batch.Labels, ends) with { Assignments = [kept] };
    }
}
