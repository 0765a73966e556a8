using Likeness.Nn;
using Likeness.Tensors;

namespace Likeness.Models.Boltzmann;

/// <summary>
/// A restricted Boltzmann machine's parameters and what they say: E(v, h) = -b.v - c.h - v'Wh with binary units, or with Gaussian
/// visible units of deviation s (Hinton 2010): E(v, h) = |v - b|^2 / 2s^2 - c.h - (v/s)'Wh.
/// </summary>
internal sealed class BoltzmannMachine
{
    // p = 0.02 (Hinton 2010, section 13).
    private const float RarelyOn = -4;

    private readonly Variable weight, visibleBias, hiddenBias;
    private readonly float deviation;

    /// <param name="scope">Where <c>weight</c> [visible, hidden] and the biases <c>visible</c> and <c>hidden</c> live.</param>
    /// <param name="visible">Visible units.</param>
    /// <param name="hidden">Hidden units.</param>
    /// <param name="deviation">s of Gaussian visible units; 0 for binary ones.</param>
    /// <param name="weights">Initial W; normal with deviation 0.01 by default (Hinton 2010).</param>
    public BoltzmannMachine(Scope scope, int visible, int hidden, double deviation = 0, Initializer? weights = null)
    {
        (Visible, Hidden, this.deviation) = (visible, hidden, (float)deviation);
        weight = scope.Parameter("weight", [visible, hidden], weights ?? Initializers.Normal(0.01));
        visibleBias = scope.Parameter("visible", [visible], Initializers.Zeros);
        hiddenBias = scope.Parameter("hidden", [hidden], Initializers.Zeros);
    }

    /// <summary>Visible units.</summary>
    public int Visible { get; }

    /// <summary>Hidden units.</summary>
    public int Hidden { get; }

    public IReadOnlyList<Variable> Parameters => [weight, visibleBias, hiddenBias];

    /// <summary>What takes visible to hidden units: W and c.</summary>
    public IReadOnlyList<Variable> Upward => [weight, hiddenBias];

    /// <summary>The weights of each hidden unit, [hidden, visible].</summary>
    public Tensor Filters => weight.Value.TransposeLast();

    /// <summary>0.5 |W|^2.</summary>
    public Tensor WeightCost => 0.5f * weight.Value.Square().Sum();

    private bool IsGaussian => deviation > 0;

    /// <summary>c + v'W: log-odds of the hidden units [n, hidden].</summary>
    public Tensor HiddenInput(Tensor visible) => (IsGaussian ? visible * (1 / deviation) : visible).MatMul(weight.Value) + hiddenBias.Value;

    /// <summary>p(h = 1 | v), [n, hidden].</summary>
    public Tensor HiddenMean(Tensor visible) => HiddenInput(visible).Sigmoid();

    /// <summary>b + Wh: log-odds of binary visible units [n, visible].</summary>
    public Tensor VisibleInput(Tensor hidden) => hidden.MatMul(weight.Value.TransposeLast()) + visibleBias.Value;

    /// <summary>E[v | h], [n, visible].</summary>
    public Tensor VisibleMean(Tensor hidden) => IsGaussian
        ? (deviation * hidden.MatMul(weight.Value.TransposeLast())) + visibleBias.Value : VisibleInput(hidden).Sigmoid();

    /// <summary>Draws v given its mean.</summary>
    public Tensor DrawVisible(Tensor mean, RandomSource random) =>
        IsGaussian ? mean + (deviation * random.Normal(mean.Shape)) : random.Bernoulli(mean);

    /// <summary>E[v | h] of an h drawn given v: half a turn, and what v is compared with (Hinton 2010, section 15).</summary>
    public Tensor Mirrored(Tensor visible, RandomSource random) => VisibleMean(random.Bernoulli(HiddenMean(visible)));

    /// <summary>One turn of the Gibbs chain: v to h to v.</summary>
    public Tensor Turn(Tensor visible, RandomSource random) => DrawVisible(Mirrored(visible, random), random);

    /// <summary>Where a chain of Gaussian units may begin: [n, visible] without any structure.</summary>
    public Tensor Noise(int count, RandomSource random) => random.Uniform([count, Visible]);

    /// <summary>F(v) = -log sum over h of exp(-E(v, h)), [n].</summary>
    public Tensor FreeEnergy(Tensor visible) => IsGaussian
        ? ((visible - visibleBias.Value).Square().Sum([-1]) * (0.5f / (deviation * deviation))) - HiddenInput(visible).Softplus().Sum([-1])
        : -(visible * visibleBias.Value).Sum([-1]) - HiddenInput(visible).Softplus().Sum([-1]);

    /// <summary>log of the sum over v of exp(-E(v, h)), [n]; what is left to enumerate are the hidden units.</summary>
    public Tensor LogSumOverVisible(Tensor hidden) => IsGaussian
        ? throw new NotSupportedException("the constant of Gaussian units is not enumerated")
        : (hidden * hiddenBias.Value).Sum([-1]) + VisibleInput(hidden).Softplus().Sum([-1]);

    /// <summary>
    /// log p*(v) on the path from independent pixels with log-odds <paramref name="start"/> to the machine (Salakhutdinov and Murray
    /// 2008): ((1 - t) start + t b).v + sum softplus(t (c + v'W)).
    /// </summary>
    public Tensor LogAnnealed(Tensor visible, Tensor start, Tensor t) =>
        (visible * Between(start, t)).Sum([-1]) + (t * HiddenInput(visible)).Softplus().Sum([-1]);

    /// <summary>A turn of the Gibbs chain at one place of the path.</summary>
    public Tensor AnnealedTurn(Tensor visible, Tensor start, Tensor t, RandomSource random)
    {
        Tensor hidden = random.Bernoulli((t * HiddenInput(visible)).Sigmoid());
        Tensor back = Between(start, t) + (t * hidden.MatMul(weight.Value.TransposeLast()));
        return random.Bernoulli(back.Sigmoid());
    }

    /// <summary>
    /// Begins as another machine of binary units with its layers exchanged, on as many hidden units as that one has visible ones. So p(v) is
    /// what the other says of its hidden units (Hinton, Osindero and Teh 2006). The rest of the units begin nearly off: a thousand units that
    /// are on half the time would move together, and throw the machine far from there in its first steps. Too few hidden units: nothing.
    /// </summary>
    public void BeginAs(BoltzmannMachine other)
    {
        if (Hidden < other.Visible)
            return;
        ReadOnlySpan<float> weights = other.weight.Span<float>();
        for (int i = 0; i < Visible; i++)
            for (int j = 0; j < other.Visible; j++)
                weight.Span<float>()[(i * Hidden) + j] = weights[(j * Visible) + i];
        other.hiddenBias.Span<float>().CopyTo(visibleBias.Span<float>());
        hiddenBias.Span<float>().Fill(RarelyOn);
        other.visibleBias.Span<float>().CopyTo(hiddenBias.Span<float>());
    }

    private Tensor Between(Tensor start, Tensor t) => ((1f - t) * start) + (t * visibleBias.Value);
}
