using Likeness.App.Reports.Charts;
using Likeness.App.Reports.Runs;

namespace Likeness.App.Reports.Sections;

/// <summary>Decides how losses share one chart: which fit on its scale, whether the scale is logarithmic, how much of the start it cuts.</summary>
internal static class LossChart
{
    /// <summary>The axis of what is logged by step: from the first step there is, the zeroth.</summary>
    public static readonly Axis Steps = new("optimizer steps") { Min = 0 };

    private const int MostTerms = 6;
    private const double Comparable = 3;
    private const double LogFrom = 50;
    private const double StartPart = 0.03;

    /// <summary>The losses whose sizes are comparable, in the order they were logged; the others need charts of their own.</summary>
    public static IReadOnlyList<Series> Together(IReadOnlyList<Series> losses)
    {
        var largest = losses.Select(Size).DefaultIfEmpty(0).Max();
        return [.. losses.Where(series => Size(series) * Comparable >= largest && Size(series) > 0).Take(MostTerms)];
    }

    /// <summary>One chart of several losses; <paramref name="validation"/>, where there is one, is dotted at the ends of epochs.</summary>
    public static (LineChart Chart, string Caption) Of(string title, IReadOnlyList<Series> losses, Series? validation, string unit)
    {
        var lines = losses.Select((series, i) => new Line(series.Name, ByStep(series), i)).ToList();
        if (validation is not null)
            lines.Add(new Line("validation", ByStep(validation), Math.Max(3, losses.Count)) { Dots = true, Dashed = true });
        var axis = AxisFor(lines, new Axis(losses.Count == 1 ? losses[0].Name : "loss", unit));
        var chart = new LineChart(title, Describe(lines), Steps, axis, lines);
        return (chart, Cut(lines, axis));
    }

    /// <summary>The course of each curve in words, for readers who do not see it.</summary>
    public static string Describe(IEnumerable<Line> lines) => string.Join("; ", lines.Select(line =>
        line.Points.Where(point => point.IsFinite).ToArray() is { Length: > 0 } shown
            ? $"{line.Label} goes from {Numbers.Measured(shown[0].Y)} to {Numbers.Measured(shown[^1].Y)}"
            : $"{line.Label} has no finite value")) + ".";

    public static IReadOnlyList<Point> ByStep(Series series) => [.. series.Points.Select(point => new Point(point.Step, point.Value))];

    // The first steps are often many times what follows and would flatten the rest of the curve against the axis.
    private static Axis AxisFor(IReadOnlyList<Line> lines, Axis axis)
    {
        var all = lines.SelectMany(line => line.Points).Where(point => point.IsFinite).Select(point => point.Y).Order().ToArray();
        var late = lines.SelectMany(line => Late(line.Points)).Order().ToArray();
        if (late.Length < 8)
            return axis;
        if (all[0] > 0 && late[^1] / late[0] >= LogFrom)
            return axis with { Log = true };
        var (low, high) = (late[late.Length / 200], late[^(1 + late.Length / 200)]);
        var room = 0.1 * (high - low);
        return room > 0 && all[^1] - all[0] > 2.5 * (high - low)
            ? axis with { Min = all[0] < low - room ? Floor(low - room, all[0]) : null, Max = all[^1] > high + room ? high + room : null }
            : axis;
    }

    private static double Floor(double wanted, double least) => least >= 0 && wanted < 0 ? 0 : wanted;

    private static string Cut(IReadOnlyList<Line> lines, Axis axis)
    {
        var all = lines.SelectMany(line => line.Points).Where(point => point.IsFinite).Select(point => point.Y).ToArray();
        if (axis.Max is { } max && all.Max() > max)
            return $"The axis is cut: the highest value is {Numbers.Measured(all.Max())}.";
        return axis.Min is { } min && all.Min() < min ? $"The axis is cut: the lowest value is {Numbers.Measured(all.Min())}." : "";
    }

    private static IEnumerable<double> Late(IReadOnlyList<Point> points) =>
        points.Skip((int)Math.Ceiling(StartPart * points.Count)).Where(point => point.IsFinite).Select(point => point.Y);

    private static double Size(Series series)
    {
        var late = series.Points.Skip(series.Points.Count / 2).Select(point => Math.Abs(point.Value)).Where(double.IsFinite).Order().ToArray();
        return late.Length == 0 ? 0 : late[late.Length / 2];
    }
}
