using System.Runtime.CompilerServices;
using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Boltzmann;

/// <summary>
/// <c>dbn</c>: a deep belief network (Hinton, Osindero and Teh 2006): a restricted Boltzmann machine over sigmoid layers, learned layer by
/// layer. Samples come from Gibbs chains in the top machine, which go on where its persistent chains were left, and one pass down.
/// </summary>
public sealed class Dbn : IModel, IRefiner, IAutoencoder, IAnnealed, IFilters
{
    private readonly BeliefStack stack;
    private readonly IReadOnlyList<ContrastiveDivergence> learning;
    private readonly UnitMeans means;
    private readonly Scope scope;

    /// <summary>Makes the model.</summary>
    internal Dbn(IReadOnlyList<int> hidden, ContrastiveOptions options, ImageShape images, ulong seed)
    {
        if (hidden.Count == 0)
            throw new ArgumentException("architecture.hidden is empty; give the units of at least one layer, such as [500, 2000]");
        (Images, Latent, scope) = (images, [hidden[^1]], new Scope(seed));
        stack = new BeliefStack(scope, images.Size, hidden);
        means = new UnitMeans(scope, stack.Top.Visible);
        learning = stack.Learning(scope, options);
        Stage[] stages = [.. stack.Continued(stack.Pretraining(learning, 1, null), learning)];
        stages[^1] = stages[^1] with { Phases = [stages[^1].Phases[0] with { Objective = Tracked(stages[^1].Phases[0].Objective) }] };
        Stages = stages;
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
    public Tensor Filters => stack.Machines[0].Filters.Reshape(Images.Batch(stack.Machines[0].Hidden));

    /// <inheritdoc/>
    public LikelihoodKind Kind => stack.Machines.Count == 1 ? LikelihoodKind.AnnealedImportance : LikelihoodKind.AnnealedBound;

    /// <inheritdoc/>
    public IAnnealingPath Path => new AnnealedPath(stack.Top, means.Value);

    /// <summary>
    /// One draw of the bound without -log Z: the sum over lower layers of log p(h_l | h_l+1) - log q(h_l+1 | h_l), and -F of the top machine.
    /// </summary>
    public Tensor LogLikelihood(Tensor images, RandomSource random)
    {
        Tensor units = images.Flatten(), bound = Tensor.Zeros([images.Shape[0]]);
        foreach (BoltzmannMachine machine in stack.Machines.SkipLast(1))
        {
            Tensor odds = machine.HiddenInput(units), above = random.Bernoulli(odds.Sigmoid());
            bound += odds.BinaryCrossEntropy(above).Sum([-1]) - machine.VisibleInput(above).BinaryCrossEntropy(units).Sum([-1]);
            units = above;
        }
        return bound - stack.Top.FreeEnergy(units);
    }

    /// <inheritdoc/>
    public Tensor Encode(Tensor images) => stack.Up(images.Flatten(), stack.Machines.Count);

    /// <inheritdoc/>
    public Tensor Decode(Tensor codes) => Pictures(stack.Top.VisibleMean(codes));

    /// <inheritdoc/>
    public Tensor Start(SampleRequest request, RandomSource random) => request.Labels is null ? learning[^1].Resume(request.Count, random) ?? Path.Draw(request.Count, random)
        : throw new NotSupportedException(Conditioning.ImagesAlone("dbn"));

    /// <inheritdoc/>
    public Tensor Refine(Tensor state, Tensor turn, SampleRequest request, RandomSource random) => stack.Top.Turn(state, random.At(turn));

    /// <inheritdoc/>
    public Tensor Picture(Tensor state) => Pictures(stack.Top.VisibleMean(stack.Top.HiddenMean(state)));

    /// <inheritdoc/>
    public Tensor Sample(SampleRequest request, RandomSource random) => this.Refined(request, random);

    [ModuleInitializer]
    internal static void Register() => ModelRegistry.Add("dbn", request => new Dbn(
        request.Settings.Ints("architecture.hidden", 1, 65_536), ContrastiveOptions.Read(request.Settings, "objective"),
        request.Images, request.Seed));

    private Tensor Pictures(Tensor units) => stack.Down(units).Reshape(Images.Batch(units.Shape[0]));

    // How often the units under the top machine are on: where annealing begins.
    private Func<Batch, RandomSource, Objective> Tracked(Func<Batch, RandomSource, Objective> objective) => (batch, random) =>
        means.Tracked(objective(batch, random), stack.Up(batch.Images.Flatten(), stack.Machines.Count - 1));
}
