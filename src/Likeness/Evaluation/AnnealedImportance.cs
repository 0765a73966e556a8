using Likeness.Models;
using Likeness.Tensors;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

namespace Likeness.Evaluation;

/// <summary>An estimate of log Z, with the interval of three standard errors of Z around it.</summary>
/// <param name="Value">log of the mean weight.</param>
/// <param name="Low">log (Z - 3 sigma), minus infinity where that is not positive.</param>
/// <param name="High">log (Z + 3 sigma).</param>
/// <param name="Effective">
/// How many chains the mean rests on, (sum of weights)^2 / sum of their squares: 1 where one weight exceeds all others by far.
/// </param>
public sealed record LogPartition(double Value, double Low, double High, double Effective)
{
    // With fewer the interval is no more to be trusted than the value: what would make Z larger are weights that were not drawn.
    private const double Least = 10;

    /// <summary>True where too few chains count: Z is then probably too small by nobody knows how much, and every likelihood too high.</summary>
    public bool IsDoubtful => Effective < Least;
}

/// <summary>How annealed importance sampling goes.</summary>
/// <param name="Chains">Independent chains.</param>
/// <param name="Temperatures">Places between t = 0 and t = 1, dense towards 1.</param>
/// <param name="Seed">The same seed gives the same estimate.</param>
public sealed record AnnealingOptions(int Chains = 100, int Temperatures = 14_500, ulong Seed = 1);

/// <summary>
/// The constant of an unnormalised model: annealed importance sampling (Neal 2001; Salakhutdinov and Murray 2008), which tends to put
/// log Z too low and so likelihoods too high, or the sum over all states of few hidden units.
/// </summary>
public static class AnnealedImportance
{
    /// <summary>Hidden units of which all states are enumerated.</summary>
    public const int LargestEnumeration = 20;

    private const int Chunk = 1 << 10;

    // The places of the paper: 500 up to 0.5, 4,000 up to 0.9, 10,000 up to 1.
    private static readonly (double Part, double End)[] Pieces = [(500.0 / 14_500, 0.5), (4000.0 / 14_500, 0.9), (1, 1)];

    /// <summary>Estimates log Z.</summary>
    /// <exception cref="OperationCanceledException">The watch ended it.</exception>
    public static LogPartition Estimate(
        IAnnealingPath path, AnnealingOptions? options = null, Backend? backend = null, Watch? watch = null)
    {
        AnnealingOptions chosen = options ?? new AnnealingOptions();
        // Its position stays where it is: the pieces of the loop are one draw of chains.
        var random = RandomSource.Fixed(chosen.Seed, "annealing");
        var loop = new LongLoop(chosen.Temperatures);
        Compiled step = Compiler.Compile(
            builder => [path.LogStart, Weights(path, chosen, random, (start, body) => loop.Trace(builder, start, body))], backend);
        (watch ?? new Watch()).Over("annealed importance sampling", loop.Turns).Do(loop.Turns, turns => loop.Run(step, turns));
        return Combine(step.Outputs[0].ToFloat(), step.Outputs[1].ToFloats());
    }

    /// <summary>log Z as a sum over all states of the hidden units, or null when they are more than <see cref="LargestEnumeration"/>.</summary>
    /// <exception cref="OperationCanceledException">The watch ended it.</exception>
    public static double? Exact(IAnnealingPath path, Backend? backend = null, Watch? watch = null)
    {
        int units = path.HiddenUnits;
        if (units > LargestEnumeration)
            return null;
        int count = Math.Min(Chunk, 1 << units), chunks = (1 << units) / count;
        var start = new Variable("enumeration/start", [], DType.I32);
        Compiled step = Compiler.Compile(
            builder =>
            {
                builder.Update(start, start.Value + Tensor.Scalar(count));
                return [path.LogSumGivenHidden(Bits(start.Value + Tensor.Iota([count]), units))];
            },
            backend);
        var (largest, sum) = (double.NegativeInfinity, 0.0);
        Watch.Part part = (watch ?? new Watch()).Over("summing over states of the hidden units", chunks);
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            part.Do(1, _ => step.Run());
            foreach (float value in step.Outputs[0].ToFloats())
                (largest, sum) = value > largest ? (value, (sum * Math.Exp(largest - value)) + 1) : (largest, sum + Math.Exp(value - largest));
        }
        return largest + Math.Log(sum);
    }

    // A chain goes up the temperatures; its weight is the product of p*_next / p*_now at each of its states.
    private static Tensor Weights(IAnnealingPath path, AnnealingOptions options, RandomSource random, LoopTrace loop)
    {
        Tensor places = Places(options.Temperatures), states = path.Draw(options.Chains, random);
        return loop([states, Tensor.Zeros([options.Chains])], (turn, state) =>
        {
            Tensor now = places.Gather(turn.Reshape(1)).Reshape(), next = places.Gather((turn + Tensor.Scalar(1)).Reshape(1)).Reshape();
            Tensor weights = state[1] + path.LogDensity(state[0], next) - path.LogDensity(state[0], now);
            return [path.Move(state[0], next, random.At(turn)), weights];
        })[1];
    }

    private static Tensor Places(int temperatures)
    {
        var places = new float[temperatures + 1];
        for (int i = 0; i <= temperatures; i++)
        {
            double part = (double)i / temperatures, from = 0, start = 0;
            foreach ((double share, double end) in Pieces)
            {
                double stop = share == 1 ? 1 : start + share;
                if (part <= stop)
                {
                    places[i] = (float)(from + ((end - from) * (part - start) / (stop - start)));
                    break;
                }
                (from, start) = (end, stop);
            }
        }
        return Tensor.Of(places, [places.Length]);
    }

    private static LogPartition Combine(double start, float[] logWeights)
    {
        double largest = logWeights.Max();
        double[] weights = [.. logWeights.Select(weight => Math.Exp(weight - largest))];
        double mean = weights.Average(), variance = weights.Sum(weight => (weight - mean) * (weight - mean)) / Math.Max(1, weights.Length - 1);
        double three = 3 * Math.Sqrt(variance / weights.Length);
        double Log(double z) => z > 0 ? start + largest + Math.Log(z) : double.NegativeInfinity;
        double effective = weights.Sum() * weights.Sum() / weights.Sum(weight => weight * weight);
        return new LogPartition(Log(mean), Log(mean - three), Log(mean + three), effective);
    }

    // The binary digits of numbers [n] as rows of 0 and 1, [n, digits].
    private static Tensor Bits(Tensor numbers, int digits)
    {
        Tensor powers = Tensor.Of([.. Enumerable.Range(0, digits).Select(digit => 1 << digit)], [digits]);
        Tensor shifted = numbers.Reshape(-1, 1) / powers;
        return (shifted % Tensor.Scalar(2)).Cast(DType.F32);
    }
}
