namespace Likeness.Data.Glyphs;

/// <summary>The hand of one writer for one character: how the points of a skeleton move.
/// Each point drifts, each stroke shifts a little, a smooth cubic field bends the whole, then slant, rotation and aspect.</summary>
internal struct Handwriting
{
    private const int WarpTerms = 6;
    private readonly double[] _warpX, _warpY;
    private readonly double _slant, _cos, _sin, _stretch;
    private CounterSequence _random;

    public Handwriting(CounterSequence random)
    {
        _random = random;
        _slant = 0.08 + 0.13 * _random.Bell();
        // A rotation by the half-angle tangent: exact arithmetic, no sine needed.
        double t = 0.045 * _random.Bell();
        (_cos, _sin) = ((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t));
        _stretch = 1 + 0.15 * _random.Bell();
        _warpX = Field(ref _random);
        _warpY = Field(ref _random);
    }

    /// <summary>The moved control points of a skeleton, in units of its height.</summary>
    public PenPoint[][] Write(Skeleton skeleton)
    {
        var strokes = new PenPoint[skeleton.Strokes.Length][];
        for (int s = 0; s < strokes.Length; s++)
            strokes[s] = WriteStroke(skeleton.Strokes[s], skeleton.Aspect * _stretch);
        return strokes;
    }

    private PenPoint[] WriteStroke(PenPoint[] stroke, double width)
    {
        double shiftX = 0.02 * _random.Bell(), shiftY = 0.02 * _random.Bell(), driftX = 0, driftY = 0;
        var moved = new PenPoint[stroke.Length];
        for (int i = 0; i < stroke.Length; i++)
        {
            // A hand wanders: each point remembers half of the last one's error, so loops stay round.
            driftX = 0.5 * driftX + 0.021 * _random.Bell();
            driftY = 0.5 * driftY + 0.021 * _random.Bell();
            moved[i] = Move(stroke[i].X + shiftX + driftX - 0.5, stroke[i].Y + shiftY + driftY - 0.5, width, stroke[i].Corner);
        }
        return moved;
    }

    private readonly PenPoint Move(double x, double y, double width, bool corner)
    {
        double bentX = x + Bend(_warpX, x, y), bentY = y + Bend(_warpY, x, y);
        double wide = bentX * width - _slant * bentY;
        return new PenPoint(_cos * wide - _sin * bentY, _sin * wide + _cos * bentY, corner);
    }

    private static double Bend(double[] field, double x, double y) =>
        field[0] * x * x + field[1] * x * y + field[2] * y * y + field[3] * x * x * y + field[4] * x * y * y + field[5] * y * y * y;

    private static double[] Field(ref CounterSequence random)
    {
        var field = new double[WarpTerms];
        for (int i = 0; i < WarpTerms; i++)
            field[i] = 0.22 * random.Bell();
        return field;
    }
}
