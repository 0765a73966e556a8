using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Boltzmann;

/// <summary>
/// Restricted Boltzmann machines one on the other, learned greedily from the bottom (Hinton, Osindero and Teh 2006): the hidden units
/// of each are the data of the next.
/// </summary>
internal sealed class BeliefStack
{
    private readonly BoltzmannMachine[] machines;

    public BeliefStack(Scope scope, int visible, IReadOnlyList<int> hidden, Initializer? weights = null) => machines =
        [.. hidden.Select((units, i) => new BoltzmannMachine(scope[i], i == 0 ? visible : hidden[i - 1], units, weights: weights))];

    public IReadOnlyList<BoltzmannMachine> Machines => machines;

    public BoltzmannMachine Top => machines[^1];

    /// <summary>Means of the units of a level given visible units; level 0 is the visible units themselves.</summary>
    public Tensor Up(Tensor visible, int level) => machines.Take(level).Aggregate(visible, (units, machine) => machine.HiddenMean(units));

    /// <summary>Means of the visible units given the visible units of the top machine.</summary>
    public Tensor Down(Tensor units) => machines.SkipLast(1).Reverse().Aggregate(units, (below, machine) => machine.VisibleMean(below));

    /// <summary>How each machine learns.</summary>
    public IReadOnlyList<ContrastiveDivergence> Learning(Scope scope, ContrastiveOptions options) =>
        [.. machines.Select((machine, level) => new ContrastiveDivergence(machine, scope[level], options))];

    /// <summary>One stage of contrastive divergence a machine.</summary>
    public IReadOnlyList<Stage> Pretraining(IReadOnlyList<ContrastiveDivergence> learning, double share, string? optimizer) =>
        [.. learning.Select((machine, level) => new Stage(
            $"layer {level + 1}",
            [new Phase("rbm", machines[level].Parameters, (batch, random) => machine.Loss(Data(batch.Images.Flatten(), level, random), random), Optimizer: optimizer)],
            share / machines.Length))];

    /// <summary>
    /// The stages with each upper machine beginning as the one below with its layers exchanged: so the stack says of images at first what it
    /// said without that machine (Hinton et al. 2006).
    /// </summary>
    public IReadOnlyList<Stage> Continued(IReadOnlyList<Stage> stages, IReadOnlyList<ContrastiveDivergence> learning) =>
        [.. stages.Select((stage, level) => level == 0 ? stage : stage with { Begin = () => BeginOver(learning, level - 1) })];

    private void BeginOver(IReadOnlyList<ContrastiveDivergence> learning, int below)
    {
        machines[below + 1].BeginAs(machines[below]);
        learning[below + 1].BeginAt(learning[below]);
    }

    // Hidden units are drawn, not averaged, where they are data for another machine.
    private Tensor Data(Tensor visible, int level, RandomSource random) => level == 0 ? visible : random.Bernoulli(Up(visible, level)).Detach();
}
