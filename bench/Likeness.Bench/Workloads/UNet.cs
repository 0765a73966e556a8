using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Bench.Workloads;

/// <summary>
/// A U-Net of 32, 64 and 64 channels at 28x28, 14x14 and 7x7 (Ho et al. 2020): a residual block a level on either side, attention
/// between two blocks at the bottom, the time of the noise added inside every block.
/// </summary>
internal sealed class UNet(Scope scope)
{
    /// <summary>Sines and cosines that stand for a noise level.</summary>
    public const int Waves = 32;

    private const int TimeWidth = 128, Groups = 8, Heads = 4;

    private readonly Mlp time = new(scope["time"], [Waves, TimeWidth, TimeWidth], "swish");
    private readonly Conv2D stem = new(scope["stem"], 1, 32, kernel: 3, padding: 1);
    private readonly Residual fine = new(scope["fine"], 32, 32);
    private readonly Conv2D toMiddle = new(scope["to-middle"], 32, 32, kernel: 3, stride: 2, padding: 1);
    private readonly Residual middle = new(scope["middle"], 32, 64);
    private readonly Conv2D toCoarse = new(scope["to-coarse"], 64, 64, kernel: 3, stride: 2, padding: 1);
    private readonly Residual coarse = new(scope["coarse"], 64, 64);
    private readonly GroupNorm norm = new(scope["norm"], Groups, 64);
    private readonly SelfAttention attention = new(scope["attention"], 64, Heads);
    private readonly Residual coarseAgain = new(scope["coarse-again"], 64, 64);
    private readonly Conv2D fromCoarse = new(scope["from-coarse"], 64, 64, kernel: 3, padding: 1);
    private readonly Residual middleAgain = new(scope["middle-again"], 64 + 64, 64);
    private readonly Conv2D fromMiddle = new(scope["from-middle"], 64, 64, kernel: 3, padding: 1);
    private readonly Residual fineAgain = new(scope["fine-again"], 64 + 32, 32);
    private readonly GroupNorm lastNorm = new(scope["last-norm"], Groups, 32);
    private readonly Conv2D last = new(scope["last"], 32, 1, kernel: 3, padding: 1);

    /// <summary>Images [n, 28, 28, 1] and waves [n, 32] to the noise in the images.</summary>
    public Tensor Apply(Tensor images, Tensor waves)
    {
        Tensor when = time.Apply(waves).Swish();
        Tensor atFine = fine.Apply(stem.Apply(images), when);
        Tensor atMiddle = middle.Apply(toMiddle.Apply(atFine), when);
        Tensor atCoarse = coarse.Apply(toCoarse.Apply(atMiddle), when);
        atCoarse = coarseAgain.Apply(atCoarse + attention.Apply(norm.Apply(atCoarse)), when);
        Tensor upAtMiddle = middleAgain.Apply(Tensor.Concat(3, fromCoarse.Apply(Doubled(atCoarse)), atMiddle), when);
        Tensor upAtFine = fineAgain.Apply(Tensor.Concat(3, fromMiddle.Apply(Doubled(upAtMiddle)), atFine), when);
        return last.Apply(lastNorm.Apply(upAtFine).Swish());
    }

    // Every pixel twice in both directions.
    private static Tensor Doubled(Tensor x)
    {
        (int n, int h, int w, int c) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        return x.Reshape(n, h, 1, w, 1, c).BroadcastTo([n, h, 2, w, 2, c]).Reshape(n, 2 * h, 2 * w, c);
    }

    private sealed class Residual(Scope scope, int inputs, int outputs)
    {
        private readonly GroupNorm firstNorm = new(scope["norm"][0], Groups, inputs), secondNorm = new(scope["norm"][1], Groups, outputs);
        private readonly Conv2D first = new(scope["conv"][0], inputs, outputs, kernel: 3, padding: 1);
        private readonly Conv2D second = new(scope["conv"][1], outputs, outputs, kernel: 3, padding: 1);
        private readonly Linear shift = new(scope["time"], TimeWidth, outputs);
        private readonly Conv2D? around = inputs == outputs ? null : new(scope["around"], inputs, outputs, kernel: 1);

        public Tensor Apply(Tensor x, Tensor when)
        {
            Tensor inside = first.Apply(firstNorm.Apply(x).Swish()) + shift.Apply(when).Reshape(x.Shape[0], 1, 1, -1);
            return second.Apply(secondNorm.Apply(inside).Swish()) + (around?.Apply(x) ?? x);
        }
    }
}
