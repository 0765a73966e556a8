namespace Likeness.Tests.Reports;

/// <summary>Seven-segment digits with soft edges, slanted and noisy by a hash: pictures that look like samples.</summary>
internal static class FakeDigits
{
    private const int Side = 28;

    // Segments a..g as lines in a unit box, y down.
    private static readonly (double X0, double Y0, double X1, double Y1)[] Segments =
        [(0, 0, 1, 0), (1, 0, 1, 1), (1, 1, 1, 2), (0, 2, 1, 2), (0, 1, 0, 2), (0, 0, 0, 1), (0, 1, 1, 1)];

    private static readonly string[] Lit = ["abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg"];

    /// <summary>A grid with one row per value of <paramref name="noise"/>(row, column), 0 for clean to 1 for nothing but noise.</summary>
    public static byte[,] Grid(int rows, int columns, Func<int, int, int> digit, Func<int, int, double> noise)
    {
        var pixels = new byte[rows * (Side + 2) + 2, columns * (Side + 2) + 2];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                Draw(pixels, 2 + row * (Side + 2), 2 + column * (Side + 2), digit(row, column), row * 101 + column, noise(row, column));
        return pixels;
    }

    /// <summary>A number in [0, 1) from an integer, with no pattern to the eye.</summary>
    public static double Hash(int n)
    {
        var x = (uint)n * 2654435761u;
        x ^= x >> 15;
        x *= 2246822519u;
        x ^= x >> 13;
        x *= 3266489917u;
        return (x ^ (x >> 16)) / 4294967296.0;
    }

    private static void Draw(byte[,] pixels, int top, int left, int digit, int variant, double noise)
    {
        var (slant, width, thick) = (0.25 * Hash(variant * 3), 9 + 3 * Hash(variant * 3 + 1), 1.4 + 0.8 * Hash(variant * 3 + 2));
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
            {
                var ink = Ink((x - 14 + slant * (y - 14)) / width + 0.5, (y - 4) / 10.0, digit, thick / width);
                var value = (1 - noise) * ink + noise * Hash((variant * Side + y) * Side + x);
                pixels[top + y, left + x] = (byte)(255 * Math.Clamp(value, 0, 1));
            }
    }

    private static double Ink(double x, double y, int digit, double thick)
    {
        var nearest = Lit[digit].Min(letter => Distance(x, y, Segments[letter - 'a']));
        return Math.Clamp(1.6 - nearest / thick, 0, 1);
    }

    private static double Distance(double x, double y, (double X0, double Y0, double X1, double Y1) s)
    {
        var along = Math.Clamp(((x - s.X0) * (s.X1 - s.X0) + (y - s.Y0) * (s.Y1 - s.Y0)) / ((s.X1 - s.X0) * (s.X1 - s.X0) + (s.Y1 - s.Y0) * (s.Y1 - s.Y0)), 0, 1);
        var (dx, dy) = (x - s.X0 - along * (s.X1 - s.X0), y - s.Y0 - along * (s.Y1 - s.Y0));
        return Math.Sqrt(dx * dx + dy * dy);
    }
}
