using System.Text;

namespace Likeness.App.Reports.Charts;

/// <summary>The points of one class, drawn in one colour and shape.</summary>
internal sealed record ScatterClass(string Label, IReadOnlyList<Point> Points);

/// <summary>Points in the plane by class; each class has its name at its middle, so that colour is never the only key.</summary>
internal sealed record ScatterChart(string Title, string Description, Axis X, Axis Y, IReadOnlyList<ScatterClass> Classes) : IChart
{
    private const int Shapes = 3;

    public Html Draw(int width)
    {
        var shown = Classes.SelectMany(group => group.Points).Where(point => point.IsFinite).ToArray();
        var x = Scale.Fit(shown.Select(point => point.X), X, 0.03);
        var y = Scale.Fit(shown.Select(point => point.Y), Y, 0.03);
        if (x is null || y is null)
            return Svg.Nothing(this, width);
        var left = Frame.YLabelRoom(y, width);
        var frame = new Frame(left, 30, width - left - 12, 0.86 * width, x, y);
        var size = Math.Clamp(140 / Math.Sqrt(shown.Length), 1.5, 5) * (width / 500.0);
        var dots = Html.Lines(Classes.Select((group, i) => Dots(group, i, frame, size)));
        var names = Classes.Count > 1 ? Classes.Select((group, i) => Name(group, frame)) : [];
        return Svg.Drawing(this, width, frame.Bottom + 42, Html.Lines([frame.Axes(X, Y), frame.Clip(Html.Lines([dots, .. names]))]));
    }

    /// <summary>The class names, each with its mark and the number of its points, to stand beside the drawing.</summary>
    public Html Legend() => Html.Of($"""<ul class="legend">{Classes.Select(Key)}</ul>""");

    private static Html Key(ScatterClass group, int index) => Html.Of($"""
        <li><svg class="key {Svg.Colour(index)}" viewBox="0 0 14 14" aria-hidden="true">{Mark(index, [new Point(7, 7)], 7)}</svg>
        {group.Label} <small>{Numbers.Count(group.Points.Count)}</small></li>
        """);

    private static Html Dots(ScatterClass group, int index, Frame frame, double size)
    {
        var places = group.Points.Where(point => point.IsFinite).Select(point => new Point(frame.MapX(point.X), frame.MapY(point.Y)));
        return Html.Of($"""<g class="points {Svg.Colour(index)}">{Mark(index, places, size)}</g>""");
    }

    // One path for a whole class: a stroke of no length with round or square ends is a dot, at ten bytes each.
    private static Html Mark(int index, IEnumerable<Point> places, double size)
    {
        var shape = index / Svg.Colours % Shapes;
        var stroke = shape == 2 ? Html.Of($"h{size}m{-size / 2} {-size / 2}v{size}") : Html.Of($"h0");
        var path = new StringBuilder();
        foreach (var place in places)
            path.Append(Html.Of($"M{place.X - (shape == 2 ? size / 2 : 0)} {place.Y}").ToString()).Append(stroke.ToString());
        var ends = shape == 1 ? "square" : "round";
        var width = shape == 2 ? size / 3 : size;
        return Html.Of($"""
            <path d="{Html.Trusted(path.ToString())}" fill="none" stroke="currentColor" stroke-linecap="{ends}" stroke-width="{width}"/>
            """);
    }

    private static Html Name(ScatterClass group, Frame frame)
    {
        var finite = group.Points.Where(point => point.IsFinite).ToArray();
        if (finite.Length == 0)
            return Html.Empty;
        var (x, y) = (Median(finite, point => point.X), Median(finite, point => point.Y));
        return Svg.Text(frame.MapX(x), frame.MapY(y) + 5, group.Label, "middle", "middle");
    }

    private static double Median(Point[] points, Func<Point, double> coordinate) =>
        points.Select(coordinate).Order().ElementAt(points.Length / 2);
}
