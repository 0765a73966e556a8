namespace Likeness.App.Reports.Charts;

/// <summary>A point with its name.</summary>
/// <param name="Label">Written beside it.</param>
/// <param name="Place">Where it is.</param>
/// <param name="Colour">Index into the palette.</param>
internal sealed record NamedPoint(string Label, Point Place, int Colour);

/// <summary>A few points in the plane, each with its name beside it; a line leads to a name that had to give way.</summary>
internal sealed record NamedPoints(string Title, string Description, Axis X, Axis Y, IReadOnlyList<NamedPoint> Points) : IChart
{
    private const double LabelHeight = 15, Gap = 9, Radius = 4.5;

    public Html Draw(int width)
    {
        NamedPoint[] shown = [.. Points.Where(point => point.Place.IsFinite && (!X.Log || point.Place.X > 0) && (!Y.Log || point.Place.Y > 0))];
        var x = Scale.Fit(shown.Select(point => point.Place.X), X, 0.06);
        var y = Scale.Fit(shown.Select(point => point.Place.Y), Y, 0.06);
        if (x is null || y is null)
            return Svg.Nothing(this, width);
        var left = Frame.YLabelRoom(y, 0.7 * width);
        var room = 12 + Gap + shown.Max(point => Svg.TextWidth(point.Label));
        var frame = new Frame(left, 30, width - left - room, 0.7 * width, x, y);
        return Svg.Drawing(this, width, frame.Bottom + 42, Html.Lines([frame.Axes(X, Y), .. Labels(shown, frame), .. shown.Select(point => Dot(point, frame))]));
    }

    private static Html Dot(NamedPoint point, Frame frame) => Html.Of($"""
        <circle class="spot {Svg.Colour(point.Colour)}" cx="{frame.Left + frame.MapX(point.Place.X)}" cy="{frame.Top + frame.MapY(point.Place.Y)}" r="{Radius}"/>
        """);

    // Names are moved up and down where they would lie on each other; those far apart from left to right do not.
    private static IEnumerable<Html> Labels(NamedPoint[] points, Frame frame)
    {
        var wanted = points.Select(point => frame.MapY(point.Place.Y)).ToArray();
        foreach (int[] near in Groups(points, frame))
        {
            var places = Apart.Place([.. near.Select(i => wanted[i])], LabelHeight, 0, frame.Height);
            for (var k = 0; k < near.Length; k++)
                yield return Label(points[near[k]], frame, wanted[near[k]], places[k]);
        }
    }

    private static IEnumerable<int[]> Groups(NamedPoint[] points, Frame frame)
    {
        var group = new List<int>();
        var end = double.NegativeInfinity;
        foreach (var i in Enumerable.Range(0, points.Length).OrderBy(i => points[i].Place.X))
        {
            var from = frame.MapX(points[i].Place.X);
            if (from - Radius > end && group.Count > 0)
            {
                yield return [.. group];
                group.Clear();
            }
            group.Add(i);
            end = Math.Max(end, from + Gap + Svg.TextWidth(points[i].Label));
        }
        if (group.Count > 0)
            yield return [.. group];
    }

    private static Html Label(NamedPoint point, Frame frame, double own, double place)
    {
        var x = frame.Left + frame.MapX(point.Place.X);
        var lead = Math.Abs(place - own) < LabelHeight / 2 ? Html.Empty
            : Html.Of($"""<path class="lead-line" d="M{x} {frame.Top + own}L{x + Gap - 1} {frame.Top + place}"/>""");
        return Html.Lines(lead, Svg.Text(x + Gap, frame.Top + place + 4, point.Label, kind: "name"));
    }
}
