using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Boltzmann;

/// <summary>How the negative phase is made.</summary>
/// <param name="Turns">k: turns of the Gibbs chain in each step.</param>
/// <param name="Chains">Chains that go on from step to step (Tieleman 2008); 0 to begin at the data each time (Hinton 2002).</param>
/// <param name="WeightCost">Weight of 0.5 |W|^2 in the loss.</param>
internal sealed record ContrastiveOptions(int Turns, int Chains, double WeightCost)
{
    /// <summary>Reads the settings of a section.</summary>
    public static ContrastiveOptions Read(ISettings settings, string section) => new(
        settings.Int($"{section}.turns", 1, 10_000), settings.Int($"{section}.chains", 0, 100_000), settings.Real($"{section}.weight_cost", 0));
}

/// <summary>
/// Contrastive divergence: the loss is the difference of mean free energies, F(data) - F(ends of chains), whose gradient with the chains
/// held constant is the one of the likelihood when the chains have run long enough.
/// </summary>
internal sealed class ContrastiveDivergence
{
    private readonly BoltzmannMachine machine;
    private readonly ContrastiveOptions options;
    private readonly Variable? chains;

    /// <param name="machine">What learns.</param>
    /// <param name="scope">Where the persistent <c>chains</c> live.</param>
    /// <param name="options">How.</param>
    public ContrastiveDivergence(BoltzmannMachine machine, Scope scope, ContrastiveOptions options)
    {
        (this.machine, this.options) = (machine, options);
        if (options.Chains > 0)
            chains = scope.Kept("chains", [options.Chains, machine.Visible], (shape, random) => random.Bernoulli(Tensor.Full(shape, 0.5f)).ToArray());
    }

    /// <summary>True when chains go on from step to step.</summary>
    public bool IsPersistent => chains is not null;

    /// <summary>Where chains may go on: count of the persistent ones, different ones as long as there are enough; null without them.</summary>
    public Tensor? Resume(int count, RandomSource random)
    {
        if (chains is null)
            return null;
        Tensor first = random.Integers([1], options.Chains);
        return chains.Value.Gather((first + Tensor.Iota([count])) % Tensor.Scalar(options.Chains));
    }

    /// <summary>Puts the persistent chains where those of the machine below have left its hidden units.</summary>
    public void BeginAt(ContrastiveDivergence below) => chains?.Write<float>(below.machine.HiddenMean(below.chains!.Value).ToArray());

    /// <summary>The objective on visible units [n, visible].</summary>
    public Objective Loss(Tensor data, RandomSource random)
    {
        // The only turn of the chain begins with the mirror image: a product less than making it again.
        if (chains is null && options.Turns == 1)
        {
            Tensor mean = machine.Mirrored(data, random);
            return Loss(data, mean, machine.DrawVisible(mean, random).Detach());
        }
        Tensor start = chains?.Value ?? data;
        Tensor end = options.Turns == 1 ? machine.Turn(start, random)
            : Tensor.Loop(Tensor.Scalar(options.Turns), start, (turn, state) => machine.Turn(state, random.At(turn)));
        Objective objective = Loss(data, machine.Mirrored(data, random), end.Detach());
        return chains is null ? objective : objective with { Assignments = [new Assignment(chains, end)] };
    }

    /// <summary>The objective with the mirrored data [n, visible] and the ends of chains [m, visible] given.</summary>
    public Objective Loss(Tensor data, Tensor mirrored, Tensor end)
    {
        Tensor real = machine.FreeEnergy(data).Mean(), fake = machine.FreeEnergy(end).Mean();
        Tensor loss = real - fake;
        if (options.WeightCost > 0)
            loss += (float)options.WeightCost * machine.WeightCost;
        return new Objective(loss, [new Term("reconstruction", (mirrored - data).Square().Mean()), new Term("free-energy-gap", real - fake)]);
    }
}
