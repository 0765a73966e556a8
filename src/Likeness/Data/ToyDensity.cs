namespace Likeness.Data;

/// <summary>A density of points in the plane, about -4..4, for models to be looked at: draws are a pure function of seed and index,
/// the same bits on any machine.</summary>
public sealed class ToyDensity
{
    private const int Training = 22_000, Validation = 2_000, Test = 5_000;

    private readonly ToyShape _shape;

    private ToyDensity(string name, string description, ToyShape shape)
    {
        (Name, _shape) = (name, shape);
        Entry = new DataEntry(name, description, "20,000 + 2,000 + 5,000 points", 0, [], "built in", "MIT, as this program");
    }

    /// <summary>The known densities.</summary>
    public static IReadOnlyList<ToyDensity> All { get; } =
    [
        new("toy:moons", "two interlocking half circles", ToyShapes.Moons),
        new("toy:circles", "two rings, one inside the other", ToyShapes.Circles),
        new("toy:spirals", "two spiral arms", ToyShapes.Spirals),
        new("toy:checkerboard", "eight uniform squares of a 4x4 board (exact density)", ToyShapes.Checkerboard),
        new("toy:gaussians", "eight Gaussians on a circle (exact density)", ToyShapes.Gaussians),
        new("toy:pinwheel", "five curved blades", ToyShapes.Pinwheel),
        new("toy:swissroll", "one long spiral", ToyShapes.SwissRoll),
    ];

    /// <summary>"toy:moons" and the like.</summary>
    public string Name { get; }

    /// <summary>The line of the catalogue.</summary>
    public DataEntry Entry { get; }

    /// <summary>True when <see cref="LogDensity"/> is known in closed form.</summary>
    public bool HasDensity => _shape.LogDensity is not null;

    /// <summary>The exact log density in nats at (x, y), negative infinity outside the support.
    /// Throws <see cref="InvalidOperationException"/> when it is not known.</summary>
    public double LogDensity(double x, double y) => _shape.LogDensity is { } density
        ? density(x, y)
        : throw new InvalidOperationException($"{Name} has no closed density; {ToyShapes.WithDensity} have");

    /// <summary>Draws <paramref name="count"/> points; different <paramref name="part"/> names ("train", "test") give independent
    /// points.</summary>
    public PointSet Sample(int count, ulong seed = 0, string part = "train")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ulong key = CounterHash.At(CounterHash.Key($"{Name} {part}"), seed);
        var points = new float[2 * count];
        for (int i = 0; i < count; i++)
        {
            var random = new CounterSequence(CounterHash.At(key, (ulong)i));
            var (x, y) = _shape.Draw(ref random);
            (points[2 * i], points[2 * i + 1]) = ((float)x, (float)y);
        }
        return new PointSet($"{Name} {part}", points);
    }

    /// <summary>Points to train on, the last 2,000 of them to choose by, and points to test on: always the same ones.</summary>
    public DataSet ToSet() =>
        new(Name, new ImageSet(Sample(Training)), Validation, new ImageSet(Sample(Test, part: "test")));
}
