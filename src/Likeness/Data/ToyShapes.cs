namespace Likeness.Data;

internal delegate (double X, double Y) PointDraw(ref CounterSequence random);

/// <summary>How a toy density is drawn and, where it is known, its logarithm.</summary>
internal sealed record ToyShape(PointDraw Draw, Func<double, double, double>? LogDensity = null);

/// <summary>The toy densities themselves.</summary>
internal static class ToyShapes
{
    public const string WithDensity = "toy:checkerboard and toy:gaussians";
    private const double GaussianRadius = 2.8, GaussianSpread = 0.35;

    public static readonly ToyShape Moons = new((ref CounterSequence random) =>
    {
        bool upper = random.Uniform() < 0.5;
        var (sin, cos) = PortableMath.SinCos(Math.PI * random.Uniform());
        var (x, y) = upper ? (cos, sin) : (1 - cos, 0.5 - sin);
        return (2 * (x - 0.5) + 0.16 * random.Normal(), 2 * (y - 0.25) + 0.16 * random.Normal());
    });

    public static readonly ToyShape Circles = new((ref CounterSequence random) =>
    {
        double radius = random.Uniform() < 0.5 ? 3 : 1.5;
        var (sin, cos) = PortableMath.SinCos(2 * Math.PI * random.Uniform());
        return (radius * cos + 0.15 * random.Normal(), radius * sin + 0.15 * random.Normal());
    });

    public static readonly ToyShape Spirals = new((ref CounterSequence random) =>
    {
        double sign = random.Uniform() < 0.5 ? 1 : -1, turn = 3 * Math.PI * Math.Sqrt(random.Uniform());
        var (sin, cos) = PortableMath.SinCos(turn);
        return (-sign * cos * turn / 3 + 0.1 * random.Normal(), sign * sin * turn / 3 + 0.1 * random.Normal());
    });

    // Squares of side 2 over [-4, 4]^2, those whose column and row sum to an even number.
    public static readonly ToyShape Checkerboard = new((ref CounterSequence random) =>
    {
        int row = random.Index(4), column = 2 * random.Index(2) + row % 2;
        return (-4 + 2 * (column + random.Uniform()), -4 + 2 * (row + random.Uniform()));
    }, (x, y) =>
    {
        bool inside = Math.Abs(x) < 4 && Math.Abs(y) < 4;
        return inside && ((int)((x + 4) / 2) + (int)((y + 4) / 2)) % 2 == 0 ? -Math.Log(32) : double.NegativeInfinity;
    });

    public static readonly ToyShape Gaussians = new((ref CounterSequence random) =>
    {
        var (x, y) = Centre(random.Index(8));
        return (x + GaussianSpread * random.Normal(), y + GaussianSpread * random.Normal());
    }, (x, y) =>
    {
        double variance = GaussianSpread * GaussianSpread, largest = double.NegativeInfinity, sum = 0;
        Span<double> exponents = stackalloc double[8];
        for (int i = 0; i < 8; i++)
        {
            var (cx, cy) = Centre(i);
            exponents[i] = -((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (2 * variance);
            largest = Math.Max(largest, exponents[i]);
        }
        foreach (double exponent in exponents)
            sum += Math.Exp(exponent - largest);
        return largest + Math.Log(sum / 8) - Math.Log(2 * Math.PI * variance);
    });

    public static readonly ToyShape Pinwheel = new((ref CounterSequence random) =>
    {
        int blade = random.Index(5);
        double along = 1 + 0.3 * random.Normal(), across = 0.1 * random.Normal();
        var (sin, cos) = PortableMath.SinCos(blade * 2 * Math.PI / 5 + 0.25 * 3.6 * along);
        return (2 * (cos * along - sin * across), 2 * (sin * along + cos * across));
    });

    public static readonly ToyShape SwissRoll = new((ref CounterSequence random) =>
    {
        double turn = 1.5 * Math.PI * (1 + 2 * random.Uniform());
        var (sin, cos) = PortableMath.SinCos(turn);
        return (turn * cos / 4 + 0.1 * random.Normal(), turn * sin / 4 + 0.1 * random.Normal());
    });

    private static (double X, double Y) Centre(int index)
    {
        var (sin, cos) = PortableMath.SinCos(index * Math.PI / 4);
        return (GaussianRadius * cos, GaussianRadius * sin);
    }
}
