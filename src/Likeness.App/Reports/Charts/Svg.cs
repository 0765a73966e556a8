using System.Text;

namespace Likeness.App.Reports.Charts;

/// <summary>The parts every chart shares: the outer element with its title, paths, colours, the width of a text.</summary>
internal static class Svg
{
    /// <summary>Colours come from the style sheet (--c0 .. --c9), so that they follow light and dark mode.</summary>
    public const int Colours = 10;

    public static Html Drawing(IChart chart, double width, double height, Html content) => Html.Of($"""
        <svg class="chart" viewBox="0 0 {width} {height}" role="img">
        <title>{chart.Title}</title><desc>{chart.Description}</desc>
        {content}
        </svg>
        """);

    public static Html Text(double x, double y, string text, string anchor = "start", string kind = "label") =>
        Html.Of($"""<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>""");

    public static Html Line(double x1, double y1, double x2, double y2) => Html.Of($"""<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>""");

    public static Html Rectangle(string kind, double x, double y, double width, double height, double opacity = 1)
    {
        var sheer = opacity < 1 ? Html.Of($" opacity=\"{opacity}\"") : Html.Empty;
        return Html.Of($"""<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}" rx="2"{sheer}/>""");
    }

    /// <summary>What is drawn instead of an empty frame.</summary>
    public static Html Nothing(IChart chart, int width) =>
        Drawing(chart, width, 80, Text(width / 2.0, 44, "no finite values to draw", "middle", "caption"));

    /// <summary>The CSS class that carries colour <paramref name="index"/> of the palette.</summary>
    public static string Colour(int index) => "c" + (index % Colours).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A broken line through points already mapped to the drawing; a point that is not finite breaks it.</summary>
    public static Html Path(IEnumerable<Point> points)
    {
        var builder = new StringBuilder();
        var (broken, alone) = (true, false);
        foreach (var point in points)
        {
            if (point.IsFinite)
                builder.Append(broken ? 'M' : 'L').Append(Numbers.Coordinate(point.X)).Append(' ').Append(Numbers.Coordinate(point.Y));
            else if (alone)
                builder.Append("h0");
            (alone, broken) = (point.IsFinite && broken, !point.IsFinite);
        }
        // A single point between two gaps still shows, as a dot.
        return Html.Trusted(alone ? builder.Append("h0").ToString() : builder.ToString());
    }

    /// <summary>An estimate of the width of a text in the 12-unit type of the charts: no font can be measured here.</summary>
    public static double TextWidth(string text) => text.Sum(c => c switch
    {
        'i' or 'l' or 'j' or '.' or ',' or '\'' or ' ' => 3.6,
        >= '0' and <= '9' => 7,
        'm' or 'w' or 'M' or 'W' or '%' => 10.8,
        >= 'A' and <= 'Z' => 8.2,
        _ => 6.6,
    });
}
