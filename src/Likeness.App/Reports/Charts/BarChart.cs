namespace Likeness.App.Reports.Charts;

/// <summary>One labelled amount, with its standard error where there is one, and the amount that it is to be compared with.</summary>
internal sealed record Bar(string Label, double Value, double? Error = null, int Colour = 0, double? Mark = null);

/// <summary>
/// Horizontal bars from zero, each with its name before it and its value behind it. Where zero means nothing (a
/// log-likelihood), <see cref="FromZero"/> false draws dots on the interval that the values span. A mark is a line across the bar.
/// </summary>
internal sealed record BarChart(string Title, string Description, Axis Value, IReadOnlyList<Bar> Bars) : IChart
{
    private const int ManyBars = 16;
    private const double Top = 30;

    public bool FromZero { get; init; } = true;

    private double RowHeight => Bars.Count > ManyBars ? 17 : 24;

    /// <summary>How a value is written behind its bar.</summary>
    public Func<Bar, string> Words { get; init; } = bar => Numbers.Measured(bar.Value, bar.Error);

    public Html Draw(int width)
    {
        var ends = Bars.SelectMany(bar => new[] { bar.Value - (bar.Error ?? 0), bar.Value + (bar.Error ?? 0), bar.Mark ?? bar.Value });
        if (Scale.Fit(FromZero ? ends.Append(0) : ends, Value, FromZero ? 0 : 0.06) is not { } x || Bars.Count == 0)
            return Svg.Nothing(this, width);
        var left = 10 + Bars.Max(bar => Svg.TextWidth(bar.Label));
        var right = 14 + Bars.Max(bar => Svg.TextWidth(Words(bar)));
        var frame = new Frame(left, Top, Math.Max(40, width - left - right), Bars.Count * RowHeight, x, new Scale(0, Bars.Count, false));
        return Svg.Drawing(this, width, frame.Bottom + 26, Html.Lines([Axes(frame), .. Bars.Select((bar, i) => Row(bar, i, frame))]));
    }

    private Html Axes(Frame frame)
    {
        var marks = frame.X.Marks((int)Math.Clamp(frame.Width / 70, 2, 7));
        var places = marks.Select(tick => frame.Left + frame.MapX(tick.Value)).ToArray();
        return Html.Of($"""
            {Svg.Text(2, 14, Value.Caption, kind: "caption")}
            <g class="grid">{places.Select(x => Svg.Line(x, Top, x, frame.Bottom))}</g>
            <g class="ticks">{marks.Zip(places, (tick, x) => Svg.Text(x, frame.Bottom + 17, tick.Text, "middle"))}</g>
            """);
    }

    private Html Row(Bar bar, int index, Frame frame)
    {
        var middle = Top + (index + 0.5) * RowHeight;
        var mark = FromZero ? Rectangle(bar, middle, frame) : Dot(bar, middle, frame);
        var drawn = double.IsFinite(bar.Value) ? Html.Lines(mark, Whisker(bar, middle, frame), Mark(bar, middle, frame)) : Html.Empty;
        return Html.Of($"""
            <g class="{Svg.Colour(bar.Colour)}"><title>{bar.Label}: {Words(bar)}</title>
            {Svg.Text(frame.Left - 8, middle + 4, bar.Label, "end")}{drawn}
            {Svg.Text(frame.Right + 10, middle + 4, Words(bar))}</g>
            """);
    }

    private static Html Rectangle(Bar bar, double middle, Frame frame)
    {
        var (zero, end) = (frame.MapX(0), frame.MapX(bar.Value));
        return Svg.Rectangle("bar", frame.Left + Math.Min(zero, end), middle - 6, Math.Abs(end - zero), 12);
    }

    private static Html Dot(Bar bar, double middle, Frame frame) =>
        Html.Of($"""<circle class="bar" cx="{frame.Left + frame.MapX(bar.Value)}" cy="{middle}" r="4.5"/>""");

    private static Html Whisker(Bar bar, double middle, Frame frame)
    {
        if (bar.Error is not { } error || !double.IsFinite(error) || error <= 0)
            return Html.Empty;
        var (from, to) = (frame.Left + frame.MapX(bar.Value - error), frame.Left + frame.MapX(bar.Value + error));
        return Html.Of($"""<path class="whisker" d="M{from} {middle}H{to}M{from} {middle - 4}v8M{to} {middle - 4}v8"/>""");
    }

    private static Html Mark(Bar bar, double middle, Frame frame) => bar.Mark is { } place && double.IsFinite(place)
        ? Html.Of($"""<path class="whisker" d="M{frame.Left + frame.MapX(place)} {middle - 8}v16"/>""") : Html.Empty;
}
