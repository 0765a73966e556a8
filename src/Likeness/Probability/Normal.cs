using Likeness.Tensors;

namespace Likeness.Probability;

/// <summary>
/// A normal distribution with independent coordinates: mean and log-variance of one shape [n, ..]. Densities and divergences
/// are summed over all axes but the first: one number an example, in nats.
/// </summary>
public sealed class Normal(Tensor mean, Tensor logVariance)
{
    private const float LogTwoPi = 1.8378770664093453f;

    /// <summary>The mean.</summary>
    public Tensor Mean => mean;

    /// <summary>The logarithm of the variance.</summary>
    public Tensor LogVariance => logVariance;

    /// <summary>Mean 0 and variance 1 in every coordinate.</summary>
    public static Normal Standard(Shape shape) => new(Tensor.Zeros(shape), Tensor.Zeros(shape));

    /// <summary>log p(x) = -1/2 sum (log 2 pi + log s^2 + (x - m)^2 / s^2).</summary>
    public Tensor LogDensity(Tensor x) =>
        -0.5f * Event.Sum(LogTwoPi + logVariance + ((x - mean).Square() * (-logVariance).Exp()));

    /// <summary>m + s * noise: a sample through which gradients reach mean and variance (Kingma and Welling 2014).</summary>
    /// <param name="noise">Standard normal numbers of the mean's shape.</param>
    public Tensor Sample(Tensor noise) => mean + ((0.5f * logVariance).Exp() * noise);

    /// <inheritdoc cref="Sample(Tensor)"/>
    public Tensor Sample(RandomSource random) => Sample(random.Normal(mean.Shape));

    /// <summary>KL(this || N(0, 1)) = 1/2 sum (m^2 + s^2 - 1 - log s^2).</summary>
    public Tensor KlToStandard() => 0.5f * Event.Sum(mean.Square() + logVariance.Exp() - 1f - logVariance);

    /// <summary>KL(this || other) = 1/2 sum (log t^2 - log s^2 + (s^2 + (m - l)^2) / t^2 - 1), with l and t of the other.</summary>
    public Tensor KlTo(Normal other)
    {
        Tensor gap = other.LogVariance - logVariance;
        Tensor ratio = (-gap).Exp() + ((mean - other.Mean).Square() * (-other.LogVariance).Exp());
        return 0.5f * Event.Sum(gap + ratio - 1f);
    }
}
