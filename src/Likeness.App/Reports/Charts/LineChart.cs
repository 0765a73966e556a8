namespace Likeness.App.Reports.Charts;

/// <summary>One named curve. A noisy one is drawn faint as it is, and dark as its moving average.</summary>
/// <param name="Label">The name written at the end of the curve.</param>
/// <param name="Points">In order of x; a point that is not finite breaks the curve.</param>
/// <param name="Colour">Index into the palette.</param>
internal sealed record Line(string Label, IReadOnlyList<Point> Points, int Colour)
{
    /// <summary>Draw a dot, with its value as a tooltip, at every point: for few and exact values.</summary>
    public bool Dots { get; init; }

    public bool Dashed { get; init; }

    /// <summary>False for what has no noise, a schedule say, however many points it has.</summary>
    public bool Smooth { get; init; } = true;

    internal bool IsNoisy => Smooth && !Dots && Curve.IsNoisy(Points);
}

/// <summary>Curves over a common x axis, each labelled at its end (in a row above when there is no room beside).</summary>
internal sealed record LineChart(string Title, string Description, Axis X, Axis Y, IReadOnlyList<Line> Lines) : IChart
{
    private const int NarrowBelow = 560;
    private const int LabelHeight = 16;
    private const double RoomForDots = 0.015;

    public Html Draw(int width)
    {
        var shown = Lines.SelectMany(line => line.Points).Where(point => point.IsFinite).ToArray();
        var y = Scale.Fit(shown.Select(point => point.Y), Y, 0.05);
        var x = Scale.Fit(shown.Select(point => point.X), X, Lines.Any(line => line.Dots) ? RoomForDots : 0);
        if (x is null || y is null)
            return Svg.Nothing(this, width);
        var labels = Labels.For(Lines, width < NarrowBelow, width);
        var height = width < NarrowBelow ? 0.62 * width : Math.Clamp(0.4 * width, 260, 380);
        var (top, left) = ((Y.Caption.Length > 0 ? 30 : 14) + labels.Above, Frame.YLabelRoom(y, height));
        var frame = new Frame(left, top, width - left - Math.Max(14, labels.Beside), height - 30, x, y);
        var curves = Html.Lines(Lines.Select(line => Drawn(line, frame)));
        return Svg.Drawing(this, width, frame.Bottom + 42, Html.Lines(frame.Axes(X, Y), frame.Clip(curves), labels.Draw(frame)));
    }

    private static Html Drawn(Line line, Frame frame)
    {
        var noisy = line.IsNoisy;
        var limit = (int)frame.Width;
        var faint = noisy ? Stroke("raw", Curve.Thin(line.Points, limit), frame) : Html.Empty;
        var course = Curve.Thin(noisy ? Curve.Smooth(line.Points) : line.Points, limit / 2);
        var dark = Stroke(line.Dashed ? "line dashed" : "line", course, frame);
        return Html.Of($"""<g class="{Svg.Colour(line.Colour)}">{faint}{dark}{(line.Dots ? Dots(line, frame) : [])}</g>""");
    }

    private static Html Stroke(string kind, IReadOnlyList<Point> points, Frame frame) =>
        Html.Of($"""<path class="{kind}" d="{Svg.Path(points.Select(frame.Map))}"/>""");

    private static IEnumerable<Html> Dots(Line line, Frame frame) =>
        Curve.Thin(line.Points, (int)frame.Width / 5).Where(point => point.IsFinite).Select(point => Html.Of($"""
            <circle class="dot" cx="{frame.MapX(point.X)}" cy="{frame.MapY(point.Y)}" r="2.6">
            <title>{line.Label}: {Numbers.Measured(point.Y)}</title></circle>
            """));

    /// <summary>The names of the curves and the room they take: beside the frame where it is wide, above it where it is not.</summary>
    private sealed record Labels(IReadOnlyList<Line> Lines, double Beside, int Above, int Width)
    {
        public static Labels For(IReadOnlyList<Line> lines, bool narrow, int width)
        {
            if (lines.Count == 1 || lines.All(line => line.Label.Length == 0))
                return new Labels([], 0, 0, width);
            if (!narrow)
                return new Labels(lines, 24 + lines.Max(line => Svg.TextWidth(line.Label)), 0, width);
            return new Labels(lines, 0, 4 + LabelHeight * (1 + Rows(lines, width).Max()), width);
        }

        public Html Draw(Frame frame) => Above > 0 ? DrawAbove() : Html.Lines(AtEnds(frame));

        private Html DrawAbove()
        {
            var (rows, x) = (Rows(Lines, Width), 2.0);
            var drawn = new List<Html>();
            for (var i = 0; i < Lines.Count; i++)
            {
                x = i > 0 && rows[i] != rows[i - 1] ? 2 : x;
                drawn.Add(Label(Lines[i], x, 12 + LabelHeight * rows[i]));
                x += Room(Lines[i]);
            }
            return Html.Lines(drawn);
        }

        private IEnumerable<Html> AtEnds(Frame frame)
        {
            var ends = Lines.Select(line => (Line: line, End: EndOf(line))).Where(pair => pair.End.IsFinite).ToArray();
            var wanted = ends.Select(pair => Math.Clamp(frame.MapY(pair.End.Y), 0, frame.Height)).ToArray();
            var places = Apart.Place(wanted, LabelHeight, 0, frame.Height);
            return ends.Select((pair, i) => Label(pair.Line, frame.Right + 6, frame.Top + places[i] + 4));
        }

        // Ink for the words and colour for the stroke before them: pale colours would be unreadable as text.
        private static Html Label(Line line, double x, double y) => Html.Of($"""
            <g class="{Svg.Colour(line.Colour)}"><path class="{(line.Dashed ? "line dashed" : "line")}" d="M{x} {y - 4}h11"/></g>
            {Svg.Text(x + 15, y, line.Label, kind: "name")}
            """);

        private static Point EndOf(Line line)
        {
            var curve = line.IsNoisy ? Curve.Smooth(line.Points) : line.Points;
            return curve.LastOrDefault(point => point.IsFinite, new Point(double.NaN, double.NaN));
        }

        private static double Room(Line line) => 30 + Svg.TextWidth(line.Label);

        private static int[] Rows(IReadOnlyList<Line> lines, int width)
        {
            var (row, x, rows) = (0, 0.0, new int[lines.Count]);
            for (var i = 0; i < lines.Count; i++, x += Room(lines[i - 1]))
            {
                if (i > 0 && x + Room(lines[i]) > width)
                    (row, x) = (row + 1, 0);
                rows[i] = row;
            }
            return rows;
        }
    }
}
