using System.Xml.Linq;
using Likeness.App.Reports.Charts;
using Xunit;

namespace Likeness.Tests.Reports;

public class ChartTests
{
    private const string Hostile = "</text><script>alert('1')</script>&";
    private static readonly Axis Plain = new(Hostile, "nats");

    public static TheoryData<int> All => [.. Enumerable.Range(0, Charts().Length)];

    [Theory]
    [MemberData(nameof(All))]
    public void A_chart_is_well_formed_with_a_title_and_no_number_that_is_none(int index)
    {
        foreach (var width in new[] { 360, 1000 })
        {
            var svg = XElement.Parse(Charts()[index].Draw(width).ToString());
            Assert.Equal("img", svg.Attribute("role")?.Value);
            Assert.Equal(Hostile, svg.Element("title")?.Value);
            Assert.False(string.IsNullOrWhiteSpace(svg.Element("desc")?.Value));
            Assert.Empty(svg.Descendants("script"));
            var attributes = svg.DescendantsAndSelf().Attributes().Select(attribute => attribute.Value);
            Assert.DoesNotContain(attributes, value => value.Contains("NaN", StringComparison.Ordinal) || value.Contains('∞') || value.Contains('E'));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_chart_is_the_same_text_every_time(int index) =>
        Assert.Equal(Charts()[index].Draw(500).ToString(), Charts()[index].Draw(500).ToString());

    [Fact]
    public void A_chart_of_nothing_says_so()
    {
        var line = new LineChart("t", "d", Plain, Plain, [new Line("a", [new Point(1, double.NaN)], 0)]);
        var points = new ScatterChart("t", "d", Plain, Plain, []);
        var bars = new BarChart("t", "d", Plain, []);
        var bins = new ReliabilityDiagram("t", "d", [new ReliabilityBin(double.NaN, 1, 5), new ReliabilityBin(0.5, 0.5, 0)]);
        var map = new HeatMap("t", "d", "r", "c", [], [], []);
        Assert.All(new IChart[] { line, points, bars, bins, map }, chart => Assert.Contains("no finite values", chart.Draw(400).ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_gap_breaks_a_line()
    {
        var points = new[] { new Point(0, 1), new Point(1, 2), new Point(2, double.NaN), new Point(3, 2), new Point(4, 1) };
        Assert.Equal("M0 1L1 2M3 2L4 1", Svg.Path(points).ToString());
        Assert.Equal("M0 1h0M3 2L4 1", Svg.Path(points.Where((_, i) => i != 1)).ToString());
    }

    [Fact]
    public void A_noisy_line_is_drawn_twice_and_a_short_one_once()
    {
        var noisy = new LineChart("t", "d", Plain, Plain, [new Line("a", Wave(200), 0)]);
        var few = new LineChart("t", "d", Plain, Plain, [new Line("a", Wave(20), 0)]);
        Assert.Single(ByClass(noisy, "raw"));
        Assert.Single(ByClass(noisy, "line"));
        Assert.Empty(ByClass(few, "raw"));
    }

    [Fact]
    public void Every_curve_is_named_wide_or_narrow()
    {
        var chart = new LineChart("t", "d", Plain, Plain, [.. Enumerable.Range(0, 5).Select(i => new Line($"curve {i}", Wave(50), i))]);
        foreach (var width in new[] { 360, 1000 })
            Assert.Equal(["curve 0", "curve 1", "curve 2", "curve 3", "curve 4"], ByClass(chart, "name", width).Select(label => label.Value).Order());
    }

    [Fact]
    public void A_bar_runs_from_zero_to_its_value()
    {
        var bars = new BarChart("t", "d", new Axis("x") { Min = -10, Max = 10 }, [new Bar("up", 10), new Bar("down", -5)]);
        var widths = ByClass(bars, "bar").Select(bar => (double)bar.Attribute("width")!).ToArray();
        Assert.Equal(2, widths[0] / widths[1], 2);
    }

    [Fact]
    public void A_mark_stands_where_its_amount_is()
    {
        var bars = new BarChart("t", "d", new Axis("x") { Min = 0, Max = 10 }, [new Bar("a", 10, Mark: 5)]);
        var bar = ByClass(bars, "bar").Single();
        string path = ByClass(bars, "whisker").Single().Attribute("d")!.Value;
        double left = (double)bar.Attribute("x")!, width = (double)bar.Attribute("width")!;
        Assert.Equal(left + (width / 2), double.Parse(path[1..path.IndexOf(' ')], System.Globalization.CultureInfo.InvariantCulture), 0.1);
    }

    [Fact]
    public void The_deepest_tint_is_where_the_row_is()
    {
        var map = new HeatMap("t", "d", "r", "c", ["a"], ["x", "y"], [[90, 10]]) { DiagonalIsRight = true };
        Assert.Equal(Math.Cbrt(0.9), (double)ByClass(map, "right").Single().Attribute("opacity")!, 2);
        Assert.Equal(Math.Cbrt(0.1), (double)ByClass(map, "wrong").Single().Attribute("opacity")!, 2);
    }

    private static IEnumerable<XElement> ByClass(IChart chart, string name, int width = 500) =>
        XElement.Parse(chart.Draw(width).ToString()).Descendants().Where(element => element.Attribute("class")?.Value == name);

    private static Point[] Wave(int count) => [.. Enumerable.Range(0, count).Select(i => new Point(i, Math.Sin(i) + 0.01 * i))];

    private static IChart[] Charts()
    {
        Point[] odd = [.. Wave(100), new(100, double.NaN), new(101, double.PositiveInfinity), new(double.NaN, 1), new(102, -3), new(103, 1e7)];
        return
        [
            new LineChart(Hostile, "d", Plain, Plain, [new Line(Hostile, odd, 0), new Line("dots", Wave(9), 1) { Dots = true, Dashed = true }]),
            new LineChart(Hostile, "d", Plain, Plain with { Log = true }, [new Line(Hostile, odd, 3)]),
            new LineChart(Hostile, "d", Plain, Plain, [new Line("constant", [new Point(0, 4), new Point(1, 4)], 3)]),
            new ScatterChart(Hostile, "d", Plain, Plain, [.. Enumerable.Range(0, 34).Select(i => new ScatterClass(Hostile + i, odd)), new ScatterClass("none", [])]),
            new HeatMap(Hostile, "d", Hostile, Hostile, ["a", Hostile], ["x", "y"], [[1, double.NaN], [0, 0]]),
            new BarChart(Hostile, "d", Plain, [new Bar(Hostile, 3, 0.2), new Bar("b", double.NaN, double.NaN), new Bar("c", -1)]),
            new BarChart(Hostile, "d", Plain, [new Bar(Hostile, -90, 0.2), new Bar("b", -88)]) { FromZero = false },
            new ReliabilityDiagram(Hostile, "d", [new ReliabilityBin(0.9, 0.8, 10), new ReliabilityBin(double.NaN, 0.8, 10), new ReliabilityBin(0.5, 0.4, 3)]),
        ];
    }
}
