namespace Likeness.App.Reports.Charts;

/// <summary>One labelled amount, with its standard error where there is one.</summary>
internal sealed record Bar(string Label, double Value, double? Error = null, int Colour = 0);

/// <summary>
/// Horizontal bars from zero, each with its name before it and its value behind it. Where zero means nothing (a
/// log-likelihood), <see cref="FromZero"/> false draws dots on the interval that the values span.
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
        var ends = Bars.SelectMany(bar => new[] { bar.Value - (bar.Error ?? 0), bar.Value + (bar.Error ?? 0) });
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
        return Html.Of($"""
            <text class="caption" x="2" y="14">{Value.Caption}</text>
            <g class="grid">{marks.Select(tick => Html.Of($"""<line x1="{frame.Left + frame.MapX(tick.Value)}" y1="{Top}" x2="{frame.Left + frame.MapX(tick.Value)}" y2="{frame.Bottom}"/>"""))}</g>
            <g class="ticks">{marks.Select(tick => Html.Of($"""<text x="{frame.Left + frame.MapX(tick.Value)}" y="{frame.Bottom + 17}" text-anchor="middle">{tick.Text}</text>"""))}</g>
            """);
    }

    private Html Row(Bar bar, int index, Frame frame)
    {
        var middle = Top + (index + 0.5) * RowHeight;
        var mark = double.IsFinite(bar.Value) ? Html.Lines(FromZero ? Rectangle(bar, middle, frame) : Dot(bar, middle, frame), Whisker(bar, middle, frame)) : Html.Empty;
        return Html.Of($"""
            <g class="{Svg.Colour(bar.Colour)}"><title>{bar.Label}: {Words(bar)}</title>
            <text class="label" x="{frame.Left - 8}" y="{middle + 4}" text-anchor="end">{bar.Label}</text>{mark}
            <text class="label" x="{frame.Right + 10}" y="{middle + 4}">{Words(bar)}</text></g>
            """);
    }

    private static Html Rectangle(Bar bar, double middle, Frame frame)
    {
        var (zero, end) = (frame.MapX(0), frame.MapX(bar.Value));
        return Html.Of($"""<rect class="bar" x="{frame.Left + Math.Min(zero, end)}" y="{middle - 6}" width="{Math.Abs(end - zero)}" height="12" rx="2"/>""");
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
}
