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

    /// <summary>alpha, the weight of E_real^2 + E_fake^2, which keeps energies near 0.</summary>
    public double Magnitude { get; init; } = 0.1;

    /// <summary>Langevin steps in each training step.</summary>
    public int Steps { get; init; } = 20;

    /// <summary>What a Langevin step does.</summary>
    public Langevin Langevin { get; init; } = new(StepSize: 10, Noise: 0.005, GradientLimit: 0.03, Bound: 1);

    /// <summary>Deviation of the noise on real images.</summary>
    public double DataNoise { get; init; } = 0.03;

    /// <summary>Chains in the replay buffer.</summary>
    public int Buffer { get; init; } = 10_000;

    /// <summary>The part of the chains that starts anew from noise in each training step.</summary>
    public double Restart { get; init; } = 0.05;

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
    private readonly ReplayBuffer? buffer;
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
            buffer = new ReplayBuffer(scope["buffer"], options.Buffer, images, options.Restart);
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
    public Tensor Logits(Tensor images) => network.Apply((2f * images) - 1f).Logits;

    /// <inheritdoc/>
    public Tensor Features(Tensor images) => network.Features((2f * images) - 1f);

    /// <inheritdoc/>
    public Tensor Energy(Tensor images) => network.Apply((2f * images) - 1f).Energy;

    /// <inheritdoc/>
    public Tensor Sample(SampleRequest request, RandomSource random) => this.Refined(request, random);

    /// <inheritdoc/>
    public Tensor Start(SampleRequest request, RandomSource random) => ReplayBuffer.Noise(Images.Batch(request.Count), random);

    /// <inheritdoc/>
    public Tensor Refine(Tensor state, Tensor turn, SampleRequest request, RandomSource random) =>
        options.Langevin.Step(network.Landscape(request.Labels, options.Guidance), state, random.At(turn));

    /// <inheritdoc/>
    public Tensor Picture(Tensor state) => 0.5f * (state + 1f);

    /// <summary>The loss of real images and of the ends of chains, both in [-1, 1].</summary>
    internal Objective Loss(Tensor real, Tensor? labels, Tensor? fake)
    {
        (Tensor logits, Tensor energy) = network.Apply(real);
        var terms = new List<Term>();
        Tensor loss = 0f;
        if (labels is not null)
            terms.Add(new Term("cross-entropy", loss = logits.CrossEntropy(labels).Mean()));
        if (fake is not null)
        {
            Tensor other = network.Apply(fake).Energy;
            (Tensor low, Tensor high) = (energy.Mean(), other.Mean());
            terms.AddRange([new Term("energy-real", low), new Term("energy-fake", high)]);
            loss += low - high + ((float)options.Magnitude * (energy.Square().Mean() + other.Square().Mean()));
        }
        return new Objective(loss, terms);
    }

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("jem", request => new Jem(
        new JemOptions
        {
            Channels = request.Settings.Ints("architecture.channels", 1, 4096),
            Energy = request.Settings.Choice("objective.energy", JemOptions.Energies),
            Magnitude = request.Settings.Real("objective.magnitude", 0),
            DataNoise = request.Settings.Real("objective.data_noise", 0),
            Guidance = request.Settings.Real("objective.guidance", 0),
            Steps = request.Settings.Int("langevin.steps", 0, 100_000),
            Langevin = Langevin.Read(request.Settings, "langevin"),
            Buffer = request.Settings.Int("langevin.buffer", 1, 10_000_000),
            Restart = request.Settings.Real("langevin.restart", 0, 1),
        },
        request.Images, request.Classes, request.Seed));

    private Objective Objective(Batch batch, RandomSource random)
    {
        Tensor clean = (2f * batch.Images) - 1f;
        Tensor real = (clean + ((float)options.DataNoise * random.Normal(clean.Shape))).Clamp(-1, 1);
        if (buffer is null)
            return Loss(real, batch.Labels, null);
        (Tensor chains, Tensor places) = buffer.Take(clean.Shape[0], random);
        Tensor fake = options.Langevin.Run(network.Landscape(), chains, Tensor.Scalar(options.Steps), random);
        return Loss(real, batch.Labels, fake) with { Assignments = [buffer.Put(places, fake)] };
    }
}
