using Likeness.Models;
using Likeness.Tensors;

namespace Likeness.Evaluation;

/// <summary>
/// The bound of log p(x) that is a sum over noise levels (VLB), from some of the levels for each image: their numbers are cut into parts,
/// and one is drawn of each, so that every image sees little noise and much. The parts are short where there is little noise, since
/// terms fall about as 1 / t: the end of part i of k is number (i / k)^3 of all, and each term counts by what it stands for.
/// </summary>
public static class NoiseLevels
{
    /// <summary>The measured number's name.</summary>
    public const string Name = "test/vlb";

    /// <summary>The same in bits for each pixel and channel, where lower is better.</summary>
    public const string BitsName = "test/vlb_bpd";

    /// <summary>What the number is called.</summary>
    public static string Kind(int draws) => FormattableString.Invariant($"variational bound over noise levels, {draws} drawn an image");

    /// <summary>Bits for each pixel and channel of nats an image, both of the discrete image.</summary>
    public static float Bits(float nats, ImageShape images) => -nats / (MathF.Log(2) * images.Size);

    /// <summary>Nats per image: images [n, h, w, c] in [0, 1] give [n].</summary>
    /// <param name="model">Has the terms of the bound.</param>
    /// <param name="images">The same for all draws.</param>
    /// <param name="draws">Levels drawn for each image, from 1 to all.</param>
    /// <param name="random">Draws levels and noise.</param>
    public static Tensor Estimate(ILevelBound model, Tensor images, int draws, RandomSource random) =>
        Estimate(model, images, draws, random, (start, body) => Tensor.Loop(Tensor.Scalar(draws), start, body));

    /// <summary>The estimate by a loop of as many turns as draws that the caller traces.</summary>
    internal static Tensor Estimate(ILevelBound model, Tensor images, int draws, RandomSource random, LoopTrace loop)
    {
        int n = images.Shape[0];
        Tensor ends = model.Ends(images, random);
        Tensor[] sums = loop([Tensor.Zeros([n])], (turn, state) =>
        {
            RandomSource own = random.At(turn);
            Tensor part = (turn.Cast(DType.F32) + own.Uniform([n])) * (1f / draws);
            Tensor number = Tensor.Minimum((model.Terms * part.Pow(3)).Floor(), model.Terms - 1).Cast(DType.I32);
            return [state[0] + (part.Square() * model.Term(images, number, own))];
        });
        return -(ends + (3f * model.Terms / draws * sums[0]));
    }
}
