using System.Globalization;

namespace Likeness.Data.Glyphs;

/// <summary>A point a pen passes through; at a corner the curve breaks.</summary>
internal readonly record struct PenPoint(double X, double Y, bool Corner);

/// <summary>One way of writing a character: pen strokes through points of the unit square (y down), and the
/// width-to-height ratio at which it is usually written.</summary>
internal sealed record Skeleton(PenPoint[][] Strokes, double Aspect)
{
    /// <summary>Parses "x,y x,y! x,y; x,y x,y": strokes apart by ';', points in hundredths, '!' marks a corner.</summary>
    public static Skeleton Parse(string text, double aspect)
    {
        var strokes = text.Split(';', StringSplitOptions.TrimEntries).Select(ParseStroke).ToArray();
        return new Skeleton(strokes, aspect);
    }

    private static PenPoint[] ParseStroke(string stroke) =>
        stroke.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParsePoint).ToArray();

    private static PenPoint ParsePoint(string point)
    {
        bool corner = point.EndsWith('!');
        var parts = point.TrimEnd('!').Split(',');
        double x = int.Parse(parts[0], CultureInfo.InvariantCulture), y = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return new PenPoint(x / 100, y / 100, corner);
    }
}
