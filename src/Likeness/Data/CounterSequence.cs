namespace Likeness.Data;

/// <summary>Draws taken one after another from a counter-based stream.</summary>
internal struct CounterSequence(ulong key)
{
    private ulong _next;

    /// <summary>Uniform on [0, 1), 53 bits.</summary>
    public double Uniform() => (CounterHash.At(key, _next++) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on [low, high).</summary>
    public double Uniform(double low, double high) => low + (high - low) * Uniform();

    /// <summary>A bell-shaped draw of mean 0 and standard deviation 1, bounded by ±3: the sum of three uniforms, scaled.
    /// Bounded tails keep every glyph legible.</summary>
    public double Bell() => 2 * (Uniform() + Uniform() + Uniform() - 1.5);

    /// <summary>A standard normal draw by the polar method.</summary>
    public double Normal()
    {
        while (true)
        {
            double u = Uniform(-1, 1), v = Uniform(-1, 1), s = u * u + v * v;
            if (s < 1 && s > 0)
                return u * Math.Sqrt(-2 * PortableMath.Log(s) / s);
        }
    }

    /// <summary>Uniform on 0 .. count - 1.</summary>
    public int Index(int count) => (int)(Uniform() * count);
}
