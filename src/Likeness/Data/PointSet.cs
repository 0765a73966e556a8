namespace Likeness.Data;

/// <summary>Points of the plane, n x 2, in memory.</summary>
public sealed class PointSet
{
    /// <summary>Wraps points (not copied): x and y of each in turn. An odd length throws <see cref="ArgumentException"/>.</summary>
    public PointSet(string name, ReadOnlyMemory<float> points)
    {
        if (points.Length % 2 != 0)
            throw new ArgumentException($"{name}: {points.Length} numbers are no whole number of points (x, y)");
        (Name, Points) = (name, points);
    }

    /// <summary>The density the points were drawn from, and the part.</summary>
    public string Name { get; }

    /// <summary>Count x 2 numbers, about -4..4.</summary>
    public ReadOnlyMemory<float> Points { get; }

    /// <summary>The number of points.</summary>
    public int Count => Points.Length / 2;
}
