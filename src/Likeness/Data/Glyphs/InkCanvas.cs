using System.Runtime.CompilerServices;

namespace Likeness.Data.Glyphs;

/// <summary>A grey picture that ink segments are drawn on; overlapping ink does not add up.</summary>
internal sealed class InkCanvas(int height, int width)
{
    // Half the width of the soft edge of the pen, in pixels.
    private const double Edge = 0.62;
    private readonly double[] _ink = new double[height * width];

    /// <summary>Draws a segment whose radius runs evenly from one end to the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a cold start draws the whole set at once
    public void Draw(InkSegment s)
    {
        double reach = Math.Max(s.R0, s.R1) + Edge;
        int top = Math.Max(0, (int)(Math.Min(s.Y0, s.Y1) - reach)), bottom = Math.Min(height - 1, (int)(Math.Max(s.Y0, s.Y1) + reach));
        int left = Math.Max(0, (int)(Math.Min(s.X0, s.X1) - reach)), right = Math.Min(width - 1, (int)(Math.Max(s.X0, s.X1) + reach));
        double dx = s.X1 - s.X0, dy = s.Y1 - s.Y0, inverse = 1 / (dx * dx + dy * dy + 1e-12);
        for (int row = top; row <= bottom; row++)
            for (int column = left; column <= right; column++)
            {
                double px = column + 0.5 - s.X0, py = row + 0.5 - s.Y0;
                double along = Math.Min(1, Math.Max(0, (px * dx + py * dy) * inverse));
                double ex = px - along * dx, ey = py - along * dy, radius = s.R0 + along * (s.R1 - s.R0);
                if (ex * ex + ey * ey < (radius + Edge) * (radius + Edge))
                    Darken(row * width + column, radius - Math.Sqrt(ex * ex + ey * ey));
            }
    }

    /// <summary>Writes the picture as bytes; full ink is <paramref name="brightness"/> (0..1).</summary>
    public void CopyTo(Span<byte> pixels, double brightness)
    {
        for (int i = 0; i < _ink.Length; i++)
            pixels[i] = (byte)(_ink[i] * brightness * 255 + 0.5);
    }

    /// <summary>Writes ink as 255 and paper as 0, by a threshold at half coverage.</summary>
    public void CopyBinaryTo(Span<byte> pixels)
    {
        for (int i = 0; i < _ink.Length; i++)
            pixels[i] = _ink[i] > 0.5 ? (byte)255 : (byte)0;
    }

    /// <summary>A blank canvas again.</summary>
    public void Clear() => Array.Clear(_ink);

    private void Darken(int index, double depth)
    {
        double t = Math.Min(1, (depth + Edge) / (2 * Edge));
        double coverage = t * t * (3 - 2 * t);
        if (coverage > _ink[index])
            _ink[index] = coverage;
    }
}
