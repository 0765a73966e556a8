using Likeness.Tensors;

namespace Likeness.Models.Boltzmann;

/// <summary>
/// From independent pixels, each as often on as in the data, to a machine with binary units (Salakhutdinov and Murray 2008). The
/// hidden units are summed out all along.
/// </summary>
/// <param name="machine">Where the path ends.</param>
/// <param name="mean">How often each visible unit is on in the data, [visible].</param>
internal sealed class AnnealedPath(BoltzmannMachine machine, Tensor mean) : IAnnealingPath
{
    // Pixels that are never on would start with log-odds of minus infinity.
    private readonly Tensor odds = (mean.Clamp(0.01f, 0.99f) / (1f - mean.Clamp(0.01f, 0.99f))).Log();

    /// <inheritdoc/>
    public Tensor LogStart => odds.Softplus().Sum() + (machine.Hidden * MathF.Log(2));

    /// <inheritdoc/>
    public int HiddenUnits => machine.Hidden;

    /// <inheritdoc/>
    public Tensor Draw(int count, RandomSource random) => random.Bernoulli(odds.Sigmoid().BroadcastTo([count, machine.Visible]));

    /// <inheritdoc/>
    public Tensor LogDensity(Tensor states, Tensor t) => machine.LogAnnealed(states, odds, t);

    /// <inheritdoc/>
    public Tensor Move(Tensor states, Tensor t, RandomSource random) => machine.AnnealedTurn(states, odds, t, random);

    /// <summary>
    /// One turn of a sampling chain of a number of turns: the first half of the way goes up the path, which keeps chains from all
    /// falling into the mode next to the noise they begin in; the second half is plain Gibbs sampling.
    /// </summary>
    public Tensor Refine(Tensor states, Tensor turn, Tensor turns, RandomSource random)
    {
        Tensor t = Tensor.Minimum(2f * (turn + Tensor.Scalar(1)).Cast(DType.F32) / turns.Cast(DType.F32), 1f);
        return Move(states, t, random.At(turn));
    }

    /// <inheritdoc/>
    public Tensor LogSumGivenHidden(Tensor hidden) => machine.LogSumOverVisible(hidden);
}
