namespace Likeness.Data.Glyphs;

/// <summary>Scale and shift from glyph units to pixels.</summary>
internal readonly record struct Placement(double Scale, double ShiftX, double ShiftY)
{
    /// <summary>Fits the strokes into the format's box; grey glyphs are then centred by mass (as MNIST is), binary ones by box.</summary>
    public static Placement Of(List<(double X, double Y)>[] strokes, GlyphFormat format, double thickness, double size)
    {
        double left = double.MaxValue, right = double.MinValue, top = double.MaxValue, bottom = double.MinValue;
        foreach (var stroke in strokes)
            foreach (var (x, y) in stroke)
                (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x), Math.Min(top, y), Math.Max(bottom, y));
        double roomX = format.BoxWidth - 2 * thickness, roomY = format.BoxHeight - 2 * thickness;
        double scale = size * Math.Min(roomX / (right - left + 1e-9), roomY / (bottom - top + 1e-9));
        var (middleX, middleY) = format.Binary ? ((left + right) / 2, (top + bottom) / 2) : CentreOfMass(strokes);
        return new Placement(scale, format.Width / 2.0 - scale * middleX, format.Height / 2.0 - scale * middleY);
    }

    /// <summary>The same, moved by (dx, dy) pixels.</summary>
    public Placement Shifted(double dx, double dy) => this with { ShiftX = ShiftX + dx, ShiftY = ShiftY + dy };

    /// <summary>A point in pixels.</summary>
    public (double X, double Y) At((double X, double Y) point) => (Scale * point.X + ShiftX, Scale * point.Y + ShiftY);

    private static (double X, double Y) CentreOfMass(List<(double X, double Y)>[] strokes)
    {
        double mass = 1e-12, sumX = 0, sumY = 0;
        foreach (var stroke in strokes)
            for (int i = 0; i + 1 < stroke.Count; i++)
            {
                var (p, q) = (stroke[i], stroke[i + 1]);
                double length = Math.Sqrt((p.X - q.X) * (p.X - q.X) + (p.Y - q.Y) * (p.Y - q.Y));
                mass += length;
                sumX += length * (p.X + q.X) / 2;
                sumY += length * (p.Y + q.Y) / 2;
            }
        return (sumX / mass, sumY / mass);
    }
}
