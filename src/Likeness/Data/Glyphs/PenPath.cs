namespace Likeness.Data.Glyphs;

/// <summary>A short straight piece of ink: end points and the pen's radius at each, in pixels.</summary>
internal readonly record struct InkSegment(double X0, double Y0, double R0, double X1, double Y1, double R1);

/// <summary>Turns control points into a smooth line: a centripetal-like Catmull-Rom spline, broken at corners.</summary>
internal static class PenPath
{
    private const int Steps = 5;

    /// <summary>The points of one stroke, sampled along the curve.</summary>
    public static List<(double X, double Y)> Trace(PenPoint[] stroke)
    {
        var line = new List<(double, double)>(stroke.Length * Steps + 1) { (stroke[0].X, stroke[0].Y) };
        int start = 0;
        for (int i = 1; i < stroke.Length; i++)
        {
            if (!stroke[i].Corner && i != stroke.Length - 1)
                continue;
            TraceSmooth(stroke.AsSpan(start, i - start + 1), line);
            start = i;
        }
        return line;
    }

    private static void TraceSmooth(ReadOnlySpan<PenPoint> points, List<(double, double)> line)
    {
        for (int i = 0; i + 1 < points.Length; i++)
        {
            var before = i > 0 ? points[i - 1] : Mirror(points[0], points[1]);
            var after = i + 2 < points.Length ? points[i + 2] : Mirror(points[^1], points[^2]);
            for (int k = 1; k <= Steps; k++)
                line.Add(Spline(before, points[i], points[i + 1], after, (double)k / Steps));
        }
    }

    private static PenPoint Mirror(PenPoint end, PenPoint inner) => new(2 * end.X - inner.X, 2 * end.Y - inner.Y, false);

    // Hermite form; a tangent is scaled to the length of its own piece, so uneven points do not overshoot.
    private static (double, double) Spline(PenPoint a, PenPoint b, PenPoint c, PenPoint d, double t)
    {
        double length = Distance(b, c);
        double startScale = length / (Distance(a, b) + length + 1e-12), endScale = length / (Distance(c, d) + length + 1e-12);
        double t2 = t * t, t3 = t2 * t;
        double h0 = 2 * t3 - 3 * t2 + 1, h1 = t3 - 2 * t2 + t, h2 = 3 * t2 - 2 * t3, h3 = t3 - t2;
        double x = h0 * b.X + h1 * startScale * (c.X - a.X) + h2 * c.X + h3 * endScale * (d.X - b.X);
        double y = h0 * b.Y + h1 * startScale * (c.Y - a.Y) + h2 * c.Y + h3 * endScale * (d.Y - b.Y);
        return (x, y);
    }

    private static double Distance(PenPoint p, PenPoint q) => Math.Sqrt((p.X - q.X) * (p.X - q.X) + (p.Y - q.Y) * (p.Y - q.Y));
}
