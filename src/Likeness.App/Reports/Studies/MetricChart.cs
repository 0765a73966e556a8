using Likeness.App.Reports.Charts;
using Likeness.App.Reports.Runs;
using Likeness.Evaluation;
using Likeness.Experiments.Studies;

namespace Likeness.App.Reports.Studies;

/// <summary>A metric against the first axis of a sweep, a line a variant and value of the other axes; bars where the axis has no numbers.</summary>
internal static class MetricChart
{
    public static Html Of(StudyRun run, StudySweep sweep, string metric)
    {
        var curves = CurvesOf(run, sweep, metric);
        var measured = run.In(sweep).Select(row => row.Metric(metric)).OfType<Metric>().First();
        var name = MeasureNames.Of(metric);
        var axis = new Axis(name.Label, Unit(measured)) { Log = Spans(curves) };
        var words = string.Join(" ", new[] { Better(name), Kind(measured), Seeds(run) }.Where(text => text.Length > 0));
        IChart chart = sweep.Axes.Count > 0 && sweep.Axes[0].IsNumeric ? Lines(sweep, name.Label, axis, curves) : Bars(sweep, name.Label, axis, curves);
        return Figure.Small(chart, words);
    }

    private static LineChart Lines(StudySweep sweep, string title, Axis y, IReadOnlyList<MetricCurve> curves)
    {
        var x = new Axis(sweep.Axes[0].Label) { Log = sweep.Axes[0].IsLogarithmic };
        var inner = curves.Select(curve => curve.Inner).Distinct().ToList();
        var variants = curves.Select(curve => curve.Variant).Distinct().ToList();
        var lines = curves.Select(curve => new Line(
            Label(curve, variants.Count, inner.Count),
            [.. curve.Points.Select(point => new Point(point.At!.Number!.Value, point.Value))],
            inner.Count > 1 ? inner.IndexOf(curve.Inner) : variants.IndexOf(curve.Variant))
        {
            Dots = true,
            Dashed = inner.Count > 1 && variants.IndexOf(curve.Variant) % 2 == 1,
        }).ToArray();
        return new LineChart(title, Describe(curves, variants.Count, inner.Count), x, y, lines);
    }

    private static BarChart Bars(StudySweep sweep, string title, Axis axis, IReadOnlyList<MetricCurve> curves)
    {
        var variants = curves.Select(curve => curve.Variant).Distinct().ToList();
        var several = curves.Select(curve => curve.Inner).Distinct().Count();
        Bar[] bars = [.. curves.SelectMany(curve => curve.Points.Select(point => new Bar(
            string.Join(", ", new[] { Label(curve, sweep.Axes.Count == 0 ? 2 : variants.Count, several), point.At?.Label ?? "" }.Where(text => text.Length > 0)),
            point.Value, point.Error, variants.IndexOf(curve.Variant))))];
        return new BarChart(title, Describe(curves, 2, several), axis with { Log = false }, bars) { FromZero = bars.All(bar => bar.Value >= 0) };
    }

    private static MetricCurve[] CurvesOf(StudyRun run, StudySweep sweep, string metric) =>
    [
        .. run.In(sweep).GroupBy(row => row.Cell.In(sweep)!).Select(seeds => (Place: seeds.Key, Point: Mean(seeds.Key, [.. seeds], metric)))
            .Where(pair => double.IsFinite(pair.Point.Value))
            .GroupBy(pair => (pair.Place.Variant.Name, Inner: string.Join(", ", sweep.Axes.Zip(pair.Place.Values, (axis, value) => $"{value.Label} {axis.Label}").Skip(1))))
            .Select(group => new MetricCurve(group.Key.Name, group.Key.Inner, [.. group.Select(pair => pair.Point)])),
    ];

    private static MetricPoint Mean(CellPlace place, StudyRow[] seeds, string metric)
    {
        var scale = MeasureNames.IsPart(metric) ? 100 : 1;
        Metric[] found = [.. seeds.Select(row => row.Metric(metric)).OfType<Metric>().Where(one => double.IsFinite(one.Value))];
        var mean = found.Select(one => one.Value).DefaultIfEmpty(double.NaN).Average();
        var error = found.Length > 1 ? Math.Sqrt(found.Sum(one => Math.Pow(one.Value - mean, 2)) / (found.Length - 1) / found.Length) : found.FirstOrDefault()?.Error;
        return new MetricPoint(place.Values.Count > 0 ? place.Values[0] : null, scale * mean, scale * error);
    }

    private static string Label(MetricCurve curve, int variants, int inner) => string.Join(", ",
        new[] { variants > 1 || inner == 1 ? curve.Variant : "", inner > 1 ? curve.Inner : "" }.Where(text => text.Length > 0));

    private static string Describe(IReadOnlyList<MetricCurve> curves, int variants, int inner) => string.Join("; ", curves.Select(curve =>
        $"{Label(curve, variants, inner)}: {string.Join(", ", curve.Points.Select(point => (point.At is { } at ? $"{at.Label} " : "") + Numbers.Measured(point.Value)))}")) + ".";

    // Errors of 1 % and of 90 % are read off one chart only where its scale is logarithmic.
    private static bool Spans(IReadOnlyList<MetricCurve> curves)
    {
        double[] values = [.. curves.SelectMany(curve => curve.Points).Select(point => point.Value)];
        return values.Min() > 0 && values.Max() >= 10 * values.Min();
    }

    private static string Unit(Metric metric) => MeasureNames.IsPart(metric.Name) ? "%" : metric.Unit is "fraction" or "ratio" ? "" : metric.Unit;

    private static string Better(MeasureName name) => name.Better.Length > 0 ? $"{char.ToUpperInvariant(name.Better[0])}{name.Better[1..]} is better." : "";

    private static string Kind(Metric metric) => metric.Kind.Length > 0 ? $"Kind: {metric.Kind}." : "";

    private static string Seeds(StudyRun run) => run.Study.Seeds.Count > 1 ? $"Means of {run.Study.Seeds.Count} seeds." : "";

    private sealed record MetricCurve(string Variant, string Inner, IReadOnlyList<MetricPoint> Points);

    private sealed record MetricPoint(AxisValue? At, double Value, double? Error);
}
