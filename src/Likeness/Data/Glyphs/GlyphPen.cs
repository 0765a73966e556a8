namespace Likeness.Data.Glyphs;

/// <summary>The picture a glyph is drawn into: its size, the box the ink should fill, and whether it is binary.</summary>
internal sealed record GlyphFormat(int Height, int Width, double BoxHeight, double BoxWidth, double Thickness, bool Binary)
{
    /// <summary>28x28 grey with the ink in a 20x20 box, as in MNIST.</summary>
    public static readonly GlyphFormat Grey28 = new(28, 28, 20, 20, 1.18, false);

    /// <summary>20x16 binary, filled to the edges, as in Binary AlphaDigits.</summary>
    public static readonly GlyphFormat Binary20x16 = new(20, 16, 20, 16, 0.86, true);
}

/// <summary>Draws glyph number n of a class: a pure function of (class, n), the same bits on any machine.</summary>
internal sealed class GlyphPen(GlyphFormat format)
{
    private static readonly ulong Seed = CounterHash.Key("glyphs v1");
    private readonly InkCanvas _canvas = new(format.Height, format.Width);

    /// <summary>Draws into <paramref name="pixels"/>, one byte a pixel.</summary>
    public void Draw(int label, ulong number, Span<byte> pixels)
    {
        ulong key = CounterHash.At(Seed + (ulong)label, number);
        var random = new CounterSequence(key);
        var ways = Alphabet.WaysOf(label);
        var skeleton = ways[random.Index(ways.Length)];
        double brightness = 1 - 0.12 * random.Uniform() * random.Uniform(), size = random.Uniform(0.9, 1.03);
        double thickness = format.Thickness * (1 + 0.22 * random.Bell() + 0.25 * random.Uniform() * random.Uniform());
        // A bold pen would fill the loops of a narrow character, a fine one would break under the threshold.
        thickness = Math.Clamp(thickness, 0.66, 0.55 + 1.25 * skeleton.Aspect);
        double drift = format.Binary ? 0 : 0.4, driftX = drift * random.Bell(), driftY = drift * random.Bell();
        var strokes = new Handwriting(new CounterSequence(~key)).Write(skeleton).Select(PenPath.Trace).ToArray();
        var placed = Placement.Of(strokes, format, thickness, size);
        _canvas.Clear();
        foreach (var stroke in strokes)
            DrawStroke(stroke, placed.Shifted(driftX, driftY), thickness, ref random);
        if (format.Binary)
            _canvas.CopyBinaryTo(pixels);
        else
            _canvas.CopyTo(pixels, brightness);
    }

    // Pressure runs smoothly along the stroke; the pen lands and leaves a little lighter.
    private void DrawStroke(List<(double X, double Y)> line, Placement place, double thickness, ref CounterSequence random)
    {
        double tilt = 0.12 * random.Bell(), bow = 0.14 * random.Bell(), last = line.Count - 1;
        double Radius(int i)
        {
            double u = 2 * i / last - 1, end = u * u * u * u;
            return thickness * (1 + tilt * u + bow * (1 - 2 * u * u) - 0.14 * end * end);
        }
        for (int i = 0; i + 1 < line.Count; i++)
        {
            var (x0, y0) = place.At(line[i]);
            var (x1, y1) = place.At(line[i + 1]);
            _canvas.Draw(new InkSegment(x0, y0, Radius(i), x1, y1, Radius(i + 1)));
        }
    }
}
