using Likeness.Models;
using Likeness.Tensors;

namespace Likeness.Evaluation;

/// <summary>
/// IW-k, the importance-weighted estimate of log p(x) (Burda et al. 2016): the log of the mean of k weights w = p(x, z) / q(z | x).
/// Below log p(x) on average, and nearer to it the larger k is; with k = 1 it is the evidence lower bound.
/// </summary>
public static class ImportanceWeighting
{
    /// <summary>The measured number's name.</summary>
    public const string Name = "test/iw";

    // Several draws of each image in a turn make the products large. It decides which random numbers an image gets, so it is fixed.
    private const int DrawsPerTurn = 10;

    /// <summary>What the number is called; k belongs to it, since estimates of different k are not comparable.</summary>
    public static string Kind(int draws) => FormattableString.Invariant($"importance-weighted estimate, k = {draws}");

    /// <summary>Nats per image: images [n, h, w, c] in [0, 1] give [n].</summary>
    /// <param name="model">Draws codes.</param>
    /// <param name="images">The same for all draws.</param>
    /// <param name="draws">k; any number from 1 on, since the weights are added up as they come.</param>
    /// <param name="random">Draws of the codes.</param>
    public static Tensor Estimate(IImportanceSampled model, Tensor images, int draws, RandomSource random) =>
        Estimate(model, images, draws, random, (start, body) => Tensor.Loop(Tensor.Scalar(Turns(model, draws)), start, body));

    /// <summary>The estimate by a loop of so many turns that the caller traces.</summary>
    internal static Tensor Estimate(IImportanceSampled model, Tensor images, int draws, RandomSource random, LoopTrace loop)
    {
        int n = images.Shape[0], many = DrawsIn(model, draws);
        Shape repeated = Shape.Create([many]).Concat(images.Shape);
        Tensor copies = images.BroadcastTo(repeated).Reshape(images.Shape.With(0, many * n));
        Tensor none = Tensor.Full([n], float.NegativeInfinity);
        Tensor[] end = loop([none, Tensor.Zeros([n])], (turn, state) =>
        {
            Tensor weights = model.LogWeights(copies, random.At(turn)).Reshape(many, n);
            return Add(state[0], state[1], Counted(weights, turn, draws));
        });
        return end[0] + end[1].Log() - MathF.Log(draws);
    }

    /// <summary>Turns of the loop that makes so many draws.</summary>
    internal static int Turns(IImportanceSampled model, int draws) => (draws + DrawsIn(model, draws) - 1) / DrawsIn(model, draws);

    // With classes a draw is one for each of them.
    private static int DrawsIn(IImportanceSampled model, int draws) =>
        Math.Clamp(DrawsPerTurn / (model is IConditional { Classes: > 0 and var classes } ? classes : 1), 1, draws);

    // The last turn may hold more draws than are left.
    private static Tensor Counted(Tensor weights, Tensor turn, int draws)
    {
        int many = weights.Shape[0];
        Tensor number = Tensor.Iota([many, 1]) + (turn * Tensor.Scalar(many));
        return Tensor.Select(number.IsLess(Tensor.Scalar(draws)), weights, float.NegativeInfinity);
    }

    // The sum of exp(weight) as exp(largest) times a sum of numbers up to 1.
    private static IReadOnlyList<Tensor> Add(Tensor largest, Tensor sum, Tensor weights)
    {
        Tensor next = Tensor.Maximum(largest, weights.Max([0]));
        return [next, (sum * (largest - next).Exp()) + (weights - next).Exp().Sum([0])];
    }
}
